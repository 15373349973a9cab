import ArgumentParser
import FoundationEssentials
import ScenarioRunner
import TaskConsole
import TaskEngine

struct REPLCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repl",
    abstract: "Start tasks by hand, and watch them.",
    discussion: """
      Lines are Lua, or commands that begin with a colon (':help' lists them). When standard input is not a terminal \
      its lines are run as a batch.
      """
  )

  @Option(help: "The policy to begin with; it is loaded again whenever it is saved.")
  var policy: String?
  @Option(help: "A Lua file that defines tools; it is loaded again whenever it is saved.")
  var tools: String?
  @Flag(help: "Every output line is a JSON object.")
  var json = false
  @Flag(help: "Time stands still, and moves only as far as something is waited for, as in scenarios.")
  var virtualTime = false
  @Option(help: "When to colour: auto, always or never.")
  var color = ColorChoice.auto
  @Flag(help: "Stop a batch at its first failed line.")
  var bail = false
  @Option(
    name: .customLong("init"),
    help: "The Lua file to run first, instead of init.lua in the configuration folder."
  )
  var initFile: String?
  @Flag(help: "Run no init.lua.")
  var noInit = false
  @Argument(help: "Lua scripts to run first.")
  var scripts: [String] = []

  func validate() throws {
    // A word that is no file is more likely a command that is spelt otherwise.
    guard let word = scripts.first, !word.contains("/"), !word.contains("."),
      !FileManager.default.fileExists(atPath: word)
    else { return }
    let commands = Switchyard.configuration.subcommands.compactMap { $0.configuration.commandName }
    let hint = Suggestion.nearest(to: word, among: commands).map { "; did you mean '\($0)'?" } ?? ""
    throw ValidationError("there is no command and no script '\(word)'\(hint)")
  }

  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    var options = Console.Options()
    options.policy = policy
    options.tools = tools
    options.scripts = scripts
    options.initFile = noInit ? nil : initFile ?? Self.defaultInitFile(environment)
    options.historyFile = LineEditor.defaultHistoryPath(environment: environment)
    options.color = color
    options.isJSON = json
    options.bails = bail
    options.environment = environment
    options.isVirtual = virtualTime
    options.runScenario = Self.runScenario
    try exit(with: try await Console(options).run())
  }

  /// Why a scenario file does not pass; `nil` if it does.
  private static func runScenario(_ path: String) async -> String? {
    let report = await ScenarioFile(path, options: ScenarioOptions()).run()
    if let error = report.loadError { return error.description }
    guard let bad = report.results.first(where: \.isBad) else { return nil }
    let place = bad.file.map { file in "\(file)\(bad.line.map { ":\($0)" } ?? ""): " } ?? ""
    return place + (bad.message ?? bad.status.rawValue)
  }

  /// `init.lua` in the configuration folder, if there is one.
  private static func defaultInitFile(_ environment: [String: String]) -> String? {
    let folder =
      environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? environment["HOME"].map { $0 + "/.config" }
    guard let path = folder.map({ $0 + "/switchyard/init.lua" }) else { return nil }
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
