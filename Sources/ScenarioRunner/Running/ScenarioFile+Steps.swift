import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import TaskScripting
import TaskSimulation

extension ScenarioFile {
  /// Performs a step of the plan. There is one result for a test that ran, and one for each hook that failed.
  func perform(
    _ step: ScenarioLibrary.Step,
    host: ScriptHost,
    library: ScenarioLibrary
  ) async throws -> [ScenarioResult] {
    log.withLock { $0 = [] }
    if let pending = step.pending {
      return [ScenarioResult(test: step.test, status: .pending, message: pending.isEmpty ? nil : pending)]
    }
    if step.kind == .it { return try await performTest(step, host: host, library: library) }
    var results: [ScenarioResult]
    do {
      results = ScenarioResult.list(try await run(library.runner, [.integer(step.test.id)], on: host), of: step.test)
    } catch {
      var result = ScenarioResult(error, of: step.test)
      result.test.path = result.test.path.filter { !$0.isEmpty } + [step.kind.rawValue]
      results = [result]
      if step.kind == .setup { try library.blockFailed(step.test.id) }
    }
    if !results.isEmpty { results[results.count - 1].log = log.withLock { $0 } }
    return results
  }

  private func performTest(
    _ step: ScenarioLibrary.Step,
    host: ScriptHost,
    library: ScenarioLibrary
  ) async throws -> [ScenarioResult] {
    let began = ContinuousClock.now
    let base = host.world
    let time = newTime()
    let world = try base.copy(time: time, environment: environment(time))
    host.enter(world)
    defer { host.enter(base) }
    acts.begin()
    var results: [ScenarioResult]
    do {
      results = ScenarioResult.list(try await run(library.runner, [.integer(step.test.id)], on: host), of: step.test)
    } catch {
      results = [ScenarioResult(error, of: step.test)]
    }
    let actFailure = acts.end()
    let faults = world.recorder.takeFaults()
    let events = options.keepsEvents ? world.recorder.events : []
    // What it leaves running is cancelled silently.
    await end(world)
    // All that is known belongs to the test, or to the last hook that kept it from running.
    guard let place = results.firstIndex(where: { $0.test == step.test }) ?? results.indices.last else { return [] }
    results[place].judge(actFailure)
    results[place].judge(faults)
    results[place].events = events
    results[place].log = log.withLock { $0 }
    results[place].duration = began.duration(to: .now)
    return results
  }

  /// Runs a function of the file in a coroutine of its own, in the host's time. What waits for what cannot happen is
  /// ended with an error where it waits.
  func run(_ function: LuaFunction, _ arguments: [LuaValue] = [], on host: ScriptHost) async throws -> LuaValue {
    let coroutine = host.lua.makeCoroutine(function)
    let budget = host.configuration.budget
    host.waits.reset()
    return try await stop.ending(by: {
      coroutine.cancel(); host.waits.stop()
    }) {
      try await host.inItsTime(timeLimit: options.timeLimit) {
        try await coroutine.run(arguments, budget: budget).first ?? .nil
      }
    }
  }

  /// Cancels what the test left running, and lets it all run out.
  private func end(_ world: ScriptWorld) async {
    guard case .virtual(let simulation) = world.time else { return await world.manager.shutdown() }
    if !world.isQuiet {
      do {
        try simulation.run(timeLimit: options.timeLimit) { await world.manager.shutdown() }
      } catch {
        // What cannot be ended in time is left where it is: it belongs to this test's world alone.
      }
    }
    simulation.tearDown()
  }
}

extension ScenarioResult {
  /// Reads what the library says of a step.
  fileprivate static func list(_ outcomes: LuaValue, of test: ScenarioTest) -> [ScenarioResult] {
    guard case .array(let outcomes) = outcomes else { return [] }
    return outcomes.map { outcome in
      var result = ScenarioResult(test: test, status: outcome["status"].text.flatMap(Status.init) ?? .error)
      // A hook has a name of its own.
      if case .array(let names) = outcome["path"] { result.test.path = names.compactMap(\.text) }
      result.message = outcome["message"].text
      result.file = outcome["file"].text
      result.line = outcome["line"].int.map(Int.init)
      result.traceback = outcome["traceback"].text
      return result
    }
  }

  /// A step that came to nothing, and why.
  fileprivate init(_ error: any Error, of test: ScenarioTest) {
    self.init(test: test, status: .error)
    take(error)
  }

  private mutating func take(_ error: any Error) {
    status = .error
    message = (error as? LuaError)?.message ?? "\(error)"
    file = (error as? LuaError)?.source
    line = (error as? LuaError)?.line
  }

  /// An act that Lua itself could not tell of, because it was ended from outside.
  fileprivate mutating func judge(_ failure: LuaError?) {
    if status == .passed, let failure { take(failure) }
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
