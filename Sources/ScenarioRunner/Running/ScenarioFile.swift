package import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import TaskScripting
import TaskSimulation

/// Runs one scenario file once: one Lua state for the file, and a fresh world for each `it`.
package final class ScenarioFile: Sendable {
  let path: String
  let options: ScenarioOptions
  let stop: RunStop
  private let pool: LuaStatePool?
  let log = Mutex<[String]>([])
  /// What the test that runs has planned with `at`.
  let acts = PlannedActs()

  /// - Parameter pool: serves all files that are run with the same options, beside the seed.
  package init(
    _ path: String,
    options: ScenarioOptions,
    stop: RunStop = RunStop(),
    pool: LuaStatePool? = nil
  ) {
    self.path = path
    self.options = options
    self.stop = stop
    self.pool = pool
  }

  /// The tests that the file defines and the options select.
  package func list() async throws(ScenarioLoadError) -> [ScenarioTest] {
    do {
      let (_, library) = try await load()
      return try library.plan(file: path).tests.filter(options.select)
    } catch {
      throw loadError(error)
    }
  }

  /// Runs the selected tests, and tells of each.
  package func run(onEvent: @Sendable (ScenarioEvent) -> Void = { _ in }) async -> ScenarioFileReport {
    let began = ContinuousClock.now
    var report = ScenarioFileReport(file: path)
    do {
      let (host, library) = try await load()
      var steps = try library.plan(file: path)
      let tests = steps.tests
      if tests.isEmpty { throw LuaError(.runtime, "the file defines no test", source: path, line: 1) }
      let selected = tests.filter(options.select)
      if selected.count < tests.count { steps = try library.plan(selected, file: path) }
      // A file in which nothing is selected is not mentioned.
      if !steps.isEmpty { onEvent(.fileBegan(path)) }
      for step in steps {
        if stop.isRequested { break }
        if step.kind == .it { onEvent(.testBegan(step.test)) }
        let results = try await perform(step, host: host, library: library)
        // What was interrupted has come to nothing.
        if stop.isRequested { break }
        report.results += results
        for result in results { onEvent(.testEnded(result)) }
        if options.bails, results.contains(where: \.isBad) { break }
      }
    } catch {
      if !stop.isRequested { report.loadError = loadError(error) }
    }
    report.duration = began.duration(to: .now)
    return report
  }

  private func loadError(_ error: any Error) -> ScenarioLoadError {
    var failure = ScenarioLoadError(message: "\(error)", file: path, description: "\(error)")
    if let error = error as? LuaError, let source = error.source {
      failure.message = error.message
      failure.file = source
      failure.line = error.line
    }
    return failure
  }

  // MARK: Loading

  private func load() async throws -> (ScriptHost, ScenarioLibrary) {
    let source = try TextFile.readLua(path)
    let time = newTime()
    let policy = LuaPolicy(limits: time.isVirtual ? .untimed : PolicyLimits(), environment: environment(time))
    var configuration = ScriptHost.Configuration(
      folder: path.folder,
      shownFolder: path.contains("/") ? path.folder + "/" : "",
      onPrint: { [weak self] print in self?.note(print) }
    )
    configuration.isDeterministic = time.isVirtual
    configuration.seed = options.seed ?? 0
    configuration.budget = LuaBudget(instructions: nil, time: options.timeLimit)
    configuration.policyOverride = options.policy
    configuration.pool = pool
    let world = ScriptWorld.standard(time: time, policy: policy, eventLimit: 1_000_000)
    let host = try ScriptHost(configuration, world: world)
    let library = try ScenarioLibrary(into: host, acts: acts)
    try host.lua.endSetup()
    _ = try await run(try host.lua.load(source, name: path), on: host)
    host.endsLoading()
    return (host, library)
  }

  func newTime() -> ScriptTime {
    options.isRealTime ? .real : .virtual(Simulation(seed: options.seed))
  }

  func environment(_ time: ScriptTime) -> PolicyEnvironment {
    var environment = PolicyEnvironment(
      now: time.wallClock,
      isDeterministic: time.isVirtual,
      seed: options.seed ?? 0,
      onPrint: { [weak self] print in self?.note(print) }
    )
    environment.coverage = options.coverage
    return environment
  }

  private func note(_ print: LuaPrint) { log.withLock { $0.append("\(print.source):\(print.line): \(print.text)") } }
}

extension [ScenarioLibrary.Step] {
  fileprivate var tests: [ScenarioTest] { compactMap { $0.kind == .it ? $0.test : nil } }
}
