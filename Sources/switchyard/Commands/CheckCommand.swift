import ArgumentParser
import TaskEngine
import TaskPolicy

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Load policies in the sandbox and report what is wrong with them.",
    discussion: "Exit status: 0 if all are good, 1 if problems were found, 2 if a file could not be read."
  )

  @Flag(help: "One JSON object for each problem.")
  var json = false
  @Argument(help: "Policy files.")
  var policies: [String]

  func run() async throws {
    var status: Int32 = 0
    for path in policies {
      do {
        // Read first: a file that is not there is another thing than one that is wrong.
        _ = try TextFile.read(path)
        _ = try LuaPolicy(contentsOf: path, watching: false)
      } catch let fault as PolicyFault {
        report(fault, path: path)
        status = max(status, 1)
      } catch let failure as TextFile.Failure {
        complain("\(path): error: cannot read it: \(failure.reason)")
        status = 2
      } catch {
        complain("\(path): error: \(error)")
        status = 2
      }
    }
    try exit(with: status)
  }

  private func report(_ fault: PolicyFault, path: String) {
    let file = fault.file ?? path
    guard json else { return say("\(file):\(fault.line ?? 1): error: \(fault.message)") }
    let problem: JSONValue = [
      "file": .string(file), "line": .integer(Int64(fault.line ?? 1)), "severity": "error",
      "message": .string(fault.message),
    ]
    say(problem.jsonText)
  }
}
