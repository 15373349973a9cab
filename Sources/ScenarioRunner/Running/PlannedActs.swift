import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import TaskScripting
import TaskSimulation

/// What a test has planned with `at`. Each act is a coroutine of its own, which ends with the test.
final class PlannedActs: Sendable {
  private struct State {
    var began = ContinuousClock.now
    var failure: LuaError?
    var endings: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  /// A test begins, and with it the time of its acts.
  func begin() { state.withLock { $0 = State() } }

  /// Ends what has not happened; why an act that happened was ended from outside, if one was.
  func end() -> LuaError? {
    let (failure, endings) = state.withLock { state in
      defer { state.endings = [] }
      return (state.failure, state.endings)
    }
    for end in endings { end() }
    return failure
  }

  /// Has `function` called when so much of the test's time has passed; why it cannot be, if it cannot.
  func plan(_ function: LuaFunction, at moment: Duration, on host: ScriptHost) -> String? {
    let time = host.world.time
    let now = elapsed(time)
    if moment < now { return "it is \(now.asSeconds) already" }
    let coroutine = host.lua.makeCoroutine(function)
    let budget = host.configuration.budget
    let task = time.spawn { [self] in
      try await time.act(in: moment - now)
      do {
        _ = try await coroutine.run([], budget: budget)
      } catch let error as LuaError where error.code != .cancelled {
        state.withLock { $0.failure = $0.failure ?? error }
      }
    }
    state.withLock { state in
      state.endings.append {
        coroutine.cancel()
        task.cancel()
      }
    }
    return nil
  }

  private func elapsed(_ time: ScriptTime) -> Duration {
    switch time {
    case .real: state.withLock { $0.began }.duration(to: .now)
    case .virtual(let simulation): simulation.clock.now.offset
    }
  }
}

extension ScriptTime {
  /// Waits; in virtual time, until all that tasks do at that instant has been done, and before who waits goes on.
  fileprivate func act(in duration: Duration) async throws {
    switch self {
    case .real: try await Task.sleep(for: duration)
    case .virtual(let simulation):
      let clock = simulation.clock.waking(.acts)
      try await clock.sleep(until: clock.now.advanced(by: duration), tolerance: nil)
    }
  }
}
