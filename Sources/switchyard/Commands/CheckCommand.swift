import ArgumentParser
import ScenarioRunner
import TaskEngine
import TaskPolicy

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Report everything that is wrong with policies.",
    discussion: """
      Reads them and the files that they require, loads them in the sandbox, and asks them about sample calls if there \
      are any. A sample file has one JSON object on each line, with the fields of a request: \
      {"tool_name": "build", "input": {"target": "app"}}. Only tool_name must be there; "result" says how the call ends. \
      Exit status: 0 if all are good, 1 if problems were found, 2 if a file could not be read.
      """
  )

  @Option(help: "A file of JSON lines: calls to ask the policies about.")
  var sample: String?
  @Flag(help: "One JSON object for each problem.")
  var json = false
  @Argument(help: "Policy files.")
  var policies: [String]

  func run() async throws {
    var status: Int32 = 0
    var told: Set<PolicyProblem> = []
    func report(_ problems: [PolicyProblem]) {
      // Policies may require the same files.
      for problem in problems where told.insert(problem).inserted {
        say(json ? problem.json.jsonText : problem.description)
        status = max(status, 1)
      }
    }
    func complain(_ path: String, _ error: any Error) {
      let reason = (error as? TextFile.Failure).map { "cannot read it: \($0.reason)" } ?? "\(error)"
      switchyard.complain("\(path): error: \(reason)")
      status = 2
    }

    var samples: SampleFile?
    if let sample {
      do { samples = try SampleFile(sample) } catch { complain(sample, error) }
    }
    let check = PolicyCheck(samples: samples, surfaces: ScenarioSurface.all)
    for path in policies {
      do { report(try check.problems(in: path)) } catch { complain(path, error) }
    }
    report(samples?.problems ?? [])
    try exit(with: status)
  }
}
