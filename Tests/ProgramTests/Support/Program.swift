import FoundationEssentials
import Glibc
import Testing

/// The program as it was built, run as a person or a script runs it.
enum Program {
  /// A run that is over.
  struct Run: CustomStringConvertible {
    var status: Int32
    var output: String
    var errors: String

    var outputLines: [String] { output.split(separator: "\n").map(String.init) }
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
    var description: String { "status \(status)\n--- output:\n\(output)--- errors:\n\(errors)" }
  }

  /// Builds put all programs into the folder of the tests' own.
  static var path: String {
    get throws {
      let path = URL(filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        .deletingLastPathComponent().appending(path: "switchyard").path
      try #require(FileManager.default.isExecutableFile(atPath: path), "\(path) is not built")
      return path
    }
  }

  /// The examples that come with the project.
  static let examples = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "examples").path

  /// Runs the program in `folder` to its end.
  ///
  /// - Parameter input: its standard input, which is no terminal.
  static func run(_ arguments: String..., input: String = "", in folder: TemporaryFolder) async throws -> Run {
    try await run(arguments, input: input, in: folder)
  }

  static func run(
    _ arguments: [String],
    input: String = "",
    in folder: TemporaryFolder,
    output: Int32? = nil,
    within limit: Duration = .seconds(30)
  ) async throws -> Run {
    let captured = try TemporaryFolder()
    try captured.write(input, to: "input")
    var launch = try ProcessLaunch(path, arguments, in: folder)
    defer { launch.close() }
    launch.open(captured / "input", as: 0, O_RDONLY)
    if let output { launch.give(output, as: 1) } else { launch.open(captured / "output", as: 1, O_WRONLY | O_CREAT) }
    launch.open(captured / "errors", as: 2, O_WRONLY | O_CREAT)
    let process = try launch.start()
    do {
      let status = try await process.exitStatus(within: limit)
      let text = output == nil ? try captured.read("output") : ""
      return Run(status: status, output: text, errors: try captured.read("errors"))
    } catch {
      let shown = [try? captured.read("output"), try? captured.read("errors")].compactMap { $0 }.joined()
      throw NeverHappened(description: "\(arguments) did not end; it printed:\n\(shown)")
    }
  }

  /// Runs lines as a batch, with nothing of the person who runs the tests.
  static func batch(_ lines: String..., options: [String] = [], in folder: TemporaryFolder) async throws -> Run {
    try await run(
      ["repl", "--no-init"] + options,
      input: lines.map { $0 + "\n" }.joined(),
      in: folder
    )
  }
}

struct NeverHappened: Error, CustomStringConvertible {
  let description: String
}

/// Looks again and again until `condition` holds: other processes tell nobody when they change. The limit is only a
/// guard against hanging.
func eventually(
  _ what: @autoclosure () -> String,
  within limit: Duration = .seconds(30),
  condition: () throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < deadline else { throw NeverHappened(description: "never happened: \(what())") }
    try await Task.sleep(for: .milliseconds(10))
  }
}
