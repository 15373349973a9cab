import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import TaskScripting
import TaskSimulation

/// Runs one scenario file: one Lua state for the file, and a fresh world for each `it`.
package final class ScenarioFile: Sendable {
  private let path: String
  private let options: ScenarioOptions
  private let log = Mutex<[String]>([])

  package init(_ path: String, options: ScenarioOptions) {
    self.path = path
    self.options = options
  }

  /// The tests that the file defines and the filter selects.
  package func list() async throws -> [ScenarioTest] {
    let (_, library) = try await load()
    return try selected(in: library)
  }

  /// Runs the selected tests.
  ///
  /// - Parameter onResult: is told each result as it comes.
  package func run(onResult: (ScenarioResult) -> Void) async -> ScenarioFileReport {
    let began = ContinuousClock.now
    var report = ScenarioFileReport(file: path)
    do {
      let (host, library) = try await load()
      let tests = try selected(in: library)
      for step in try library.plan(Set(tests.map(\.id)), file: path) {
        guard let result = try await perform(step, host: host, library: library) else { continue }
        report.results.append(result)
        onResult(result)
        if options.bails, result.status == .failure || result.status == .error { break }
      }
    } catch {
      report.loadError = "\(error)"
    }
    report.duration = began.duration(to: .now)
    return report
  }

  private func selected(in library: ScenarioLibrary) throws -> [ScenarioTest] {
    let tests = try library.all(in: path)
    guard let filter = options.filter else { return tests }
    return tests.filter { $0.name.contains(filter) }
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
    let world = ScriptWorld.standard(time: time, policy: policy, eventLimit: 1_000_000)
    let host = try ScriptHost(configuration, world: world)
    let library = try ScenarioLibrary(into: host)
    let path = path
    try await within(host) { _ = try await host.run(source, name: path) }
    host.endsLoading()
    return (host, library)
  }

  private func newTime() -> ScriptTime {
    options.isRealTime ? .real : .virtual(Simulation(seed: options.seed))
  }

  private func environment(_ time: ScriptTime) -> PolicyEnvironment {
    PolicyEnvironment(
      now: time.wallClock,
      isDeterministic: time.isVirtual,
      seed: options.seed ?? 0,
      onPrint: { [weak self] print in self?.note(print) }
    )
  }

  private func note(_ print: LuaPrint) { log.withLock { $0.append("\(print.source):\(print.line): \(print.text)") } }

  // MARK: Running

  private func perform(
    _ step: ScenarioLibrary.Step,
    host: ScriptHost,
    library: ScenarioLibrary
  ) async throws -> ScenarioResult? {
    log.withLock { $0 = [] }
    if let pending = step.pending {
      return ScenarioResult(test: step.test, status: .pending, message: pending.isEmpty ? nil : pending)
    }
    let began = ContinuousClock.now
    let budget = host.configuration.budget
    guard step.kind == .it else {
      var result = ScenarioResult(test: step.test, status: .error)
      await result.take(from: { try await within(host) { try await library.run(step, budget: budget) } })
      if result.status == .passed { return nil }
      if step.kind == .setup {
        // Its tests are the errors.
        try library.blockFailed(step.id, result.message ?? "setup failed")
        return nil
      }
      result.test.path = result.test.path.filter { !$0.isEmpty } + [step.kind.rawValue]
      result.log = log.withLock { $0 }
      return result
    }
    let base = host.world
    let time = newTime()
    let world = try base.copy(time: time, environment: environment(time))
    host.enter(world)
    defer { host.enter(base) }
    var result = ScenarioResult(test: step.test, status: .error)
    await result.take(from: { try await within(host) { try await library.run(step, budget: budget) } })
    result.judge(world.recorder.takeFaults())
    await end(world)
    result.log = log.withLock { $0 }
    result.duration = began.duration(to: .now)
    return result
  }

  /// Runs `body` in the host's time. What waits for what cannot happen is ended with an error where it waits.
  private func within<Value: Sendable>(
    _ host: ScriptHost,
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    guard case .virtual(let simulation) = host.world.time else { return try await body() }
    host.waits.reset()
    return try simulation.run(
      timeLimit: options.timeLimit,
      onStuck: { stuck in
        switch stuck {
        case .deadlock: return host.waits.fail("nothing is left that could happen")
        case .timeLimit:
          host.lua.interrupt()
          host.waits.stop()
          return true
        }
      }
    ) {
      do {
        return try await body()
      } catch var error as LuaError where host.waits.isStopped {
        error.message = "the real-time limit of \(self.options.timeLimit.inSeconds) s passed"
        if let what = host.waits.stoppedWaitingFor { error.message += " while waiting for \(what)" }
        throw error
      }
    }
  }

  /// Cancels what the test left running, and lets it all run out.
  private func end(_ world: ScriptWorld) async {
    guard case .virtual(let simulation) = world.time else { return await world.manager.shutdown() }
    do {
      try simulation.run(timeLimit: options.timeLimit) { await world.manager.shutdown() }
    } catch {
      // What cannot be ended in time is left where it is: it belongs to this test's world alone.
    }
    simulation.tearDown()
  }
}

extension ScenarioResult {
  /// Takes what the library says of a step, or why it came to nothing.
  fileprivate mutating func take(from run: () async throws -> LuaValue) async {
    do {
      take(try await run())
    } catch let error as LuaError {
      message = error.message
      file = error.source
      line = error.line
    } catch {
      message = "\(error)"
    }
  }

  private mutating func take(_ outcome: LuaValue) {
    status = outcome["status"].text.flatMap(Status.init) ?? .error
    message = outcome["message"].text
    file = outcome["file"].text
    line = outcome["line"].int.map(Int.init)
    traceback = outcome["traceback"].text
  }

  /// A policy fault that nobody took fails the test in which it happened.
  fileprivate mutating func judge(_ faults: [PolicyFault]) {
    guard status == .passed, let fault = faults.first else { return }
    status = .failure
    message = "a policy fault in \(fault.function) was not taken: \(fault.message)"
    file = fault.file
    line = fault.line
  }
}
