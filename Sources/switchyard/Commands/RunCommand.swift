import ArgumentParser
import TaskConsole

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run Lua scripts with real tools and time, then exit."
  )

  @Option(help: "The policy to begin with.")
  var policy: String?
  @Argument(help: "The scripts, run one after another.")
  var files: [String]

  func run() async throws {
    try exit(with: try await ScriptRun(policy: policy, files: files).run())
  }
}
