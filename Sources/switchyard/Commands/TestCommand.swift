import ArgumentParser
import FoundationEssentials
import ScenarioRunner
import TaskConsole

struct TestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run scenario files on a virtual clock.",
    discussion: """
      Exit status: 0 if all passed, 1 if a test did not, 2 if a file could not be loaded or no test was selected.
      """
  )

  @Option(help: "Run only tests whose joined name contains this.")
  var filter: String?
  @Flag(help: "List the tests instead of running them.")
  var list = false
  @Option(help: "Decides the order of what falls on the same instant, and random numbers.")
  var seed: UInt64?
  @Option(help: "A policy to load in place of those that the files load at their top level.")
  var policy: String?
  @Flag(help: "Stop at the first test that does not pass.")
  var bail = false
  @Flag(help: "Use the machine's time and real tools.")
  var realTime = false
  @Option(help: "When to colour: auto, always or never.")
  var color = ColorChoice.auto
  @Argument(help: "Scenario files, or folders of *.scenario.lua files.")
  var paths: [String]

  func run() async throws {
    var options = ScenarioOptions()
    options.filter = filter
    options.seed = seed
    options.policy = policy
    options.bails = bail
    options.isRealTime = realTime
    let environment = ProcessInfo.processInfo.environment
    let style = TerminalStyle(choice: color, environment: environment, isTerminal: TerminalWidth.isTerminal(1))
    try exit(
      with: await ScenarioRun(options: options, isColoured: style.isColored, write: say, complain: complain).run(
        paths,
        onlyLists: list
      )
    )
  }
}
