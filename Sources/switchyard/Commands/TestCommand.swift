import ArgumentParser
import FoundationEssentials
import Glibc
import ScenarioRunner
import TaskConsole

struct TestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run scenario files on a virtual clock.",
    discussion: """
      Exit status: 0 if all passed, 1 if a test did not, 2 if a file could not be loaded, a report could not be \
      written or no test was selected.
      """
  )

  @Option(help: "Run only tests whose joined name contains this.")
  var filter: String?
  @Option(help: "Run only tests with this tag, which is a word after # in a name. May be given several times.")
  var tag: [String] = []
  @Flag(help: "List the tests instead of running them.")
  var list = false
  @Option(help: "How many files to run at once.")
  var jobs = 1
  @Option(help: "Decides the order of what falls on the same instant, and random numbers.")
  var seed: UInt64?
  @Option(help: "Run each file under this many schedules, each with a seed of its own.")
  var shuffle: Int?
  @Option(help: "Run each file this many times.")
  var `repeat` = 1
  @Option(help: "A policy to load in place of those that the files load at their top level.")
  var policy: String?
  @Option(
    help: ArgumentHelp(
      "A report: pretty, tap, junit, json or github, to standard output or to FILE. May be given several times.",
      valueName: "kind[:file]"
    )
  )
  var reporter: [ReportRequest] = []
  @Flag(
    help: ArgumentHelp(
      "Count the lines of policies that run, and list the missed ones; --coverage=FILE also writes LCOV."
    )
  )
  var coverage = false
  // `--coverage=FILE` is rewritten to this: an option of this parser has always a value or never.
  @Option(help: .hidden)
  var coverageFile: String?
  @Option(help: "Fail if less than this percentage of the lines of policies ran.")
  var coverageMin: Double?
  @Option(help: "List this many of the slowest tests.")
  var slowest = 0
  @Flag(help: "Stop at the first test that does not pass.")
  var bail = false
  @Flag(help: "Use the machine's time and real tools.")
  var realTime = false
  @Option(help: "When to colour: auto, always or never.")
  var color = ColorChoice.auto
  @Argument(help: "Scenario files, or folders of *.scenario.lua files.")
  var paths: [String]

  func validate() throws {
    for (name, value) in [("jobs", jobs), ("shuffle", shuffle ?? 1), ("repeat", `repeat`)] where value < 1 {
      throw ValidationError("--\(name) must be at least 1.")
    }
    if slowest < 0 { throw ValidationError("--slowest must not be negative.") }
    if let seed, seed > UInt64(Int64.max) { throw ValidationError("--seed must be at most \(Int64.max).") }
    if let coverageMin, !(0...100).contains(coverageMin) {
      throw ValidationError("--coverage-min must be between 0 and 100.")
    }
    if coverageFile == "" { throw ValidationError("--coverage= needs a file.") }
    if let conflict = ReportRequest.conflict(in: reporter) { throw ValidationError("\(conflict).") }
  }

  func run() async throws {
    let stop = RunStop()
    let ending = SignalledEnd(stop)
    let watcher = try SignalWatcher { ending.take($0) }
    let run = ScenarioRun(options: options, stop: stop, output: StandardReportOutput(), complain: complain)
    let status =
      if list {
        await run.list(paths)
      } else {
        await run.run(paths, reports: reports, pretty: style, coverage: coverageRequest)
      }
    watcher.stop()
    try exit(with: ending.status ?? status)
  }

  private var options: ScenarioOptions {
    var options = ScenarioOptions()
    options.filter = filter
    options.tags = tag.map { $0.hasPrefix("#") ? String($0.dropFirst()) : $0 }
    options.jobs = jobs
    options.seed = seed
    options.schedules = shuffle
    options.repeats = `repeat`
    options.policy = policy
    options.bails = bail
    options.isRealTime = realTime
    return options
  }

  private var reports: [ReportRequest] { reporter.isEmpty ? [ReportRequest(.pretty)] : reporter }

  private var coverageRequest: CoverageRequest? {
    guard coverage || coverageFile != nil || coverageMin != nil else { return nil }
    var request = CoverageRequest(file: coverageFile, minimum: coverageMin)
    request.isShown = !reports.contains { $0.file == nil && !$0.kind.isForLogs }
    return request
  }

  private var style: PrettyReporter.Style {
    let environment = ProcessInfo.processInfo.environment
    let isTerminal = TerminalWidth.isTerminal(1)
    let style = TerminalStyle(choice: color, environment: environment, isTerminal: isTerminal)
    var pretty = PrettyReporter.Style(isColoured: style.isColored, slowest: slowest)
    if isTerminal, environment["TERM"] != "dumb" {
      let width = TerminalWidth.terminalColumns(environment: environment) - 1
      pretty.fit = { TerminalWidth.truncated($0, to: width) }
    }
    return pretty
  }
}

extension ReportRequest: ExpressibleByArgument {
  /// Reads `KIND` or `KIND:FILE`.
  public init?(argument: String) { self.init(argument) }
}

/// Standard output as reports see it.
private struct StandardReportOutput: ReportOutput {
  func write(_ text: String) throws(ReportOutputError) {
    do {
      try OutputWriter.standard.write(text)
    } catch .closed {
      throw .closed
    } catch {
      throw .failed("\(error)")
    }
  }
}
