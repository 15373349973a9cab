import LuaRuntime
import Synchronization
import TaskPolicy
import TaskSimulation

extension ScriptHost {
  /// Carries out what waits for tasks or for time: in virtual time the simulation runs meanwhile, on the calling
  /// thread, and what waits for what cannot happen is ended with an error where it waits.
  ///
  /// - Parameter timeLimit: how long this may take in real time, if the time is virtual; `nil` for as long as it takes.
  package func inItsTime<Value: Sendable>(
    timeLimit: Duration? = nil,
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    guard case .virtual(let simulation) = world.time else { return try await body() }
    return try simulation.run(
      timeLimit: timeLimit,
      onStuck: { stuck in
        switch stuck {
        case .deadlock, .livelock: return waits.fail(stuck.description)
        case .timeLimit:
          lua.interrupt()
          waits.stop()
          return true
        }
      }
    ) { [waits] in
      do {
        return try await body()
      } catch var error as LuaError where timeLimit != nil && waits.isStopped {
        error.message = Simulation.Stuck.timeLimit(timeLimit ?? .zero).description
        if let what = waits.stoppedWaitingFor { error.message += " while waiting for \(what)" }
        error.message += "; the virtual clock was at \(simulation.clock.now.offset.asSeconds)"
        throw error
      }
    }
  }

  /// The same for what a person may want to end: cancelling the task that waits for it cancels it.
  package func inItsTimeUntilCancelled<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    guard world.time.isVirtual else { return try await body() }
    let (time, ending) = (world.time, Ending())
    waits.reset()
    return try await withTaskCancellationHandler {
      try await inItsTime {
        // A simulation runs what it is given in a task that hears of nobody's cancellation.
        let task = time.spawn(body)
        ending.set { task.cancel() }
        return try await task.value
      }
    } onCancel: {
      ending.end()
    }
  }

  /// Lets all that is due at this instant of virtual time happen. Real time needs no help.
  package func settle() async throws {
    let time = world.time
    guard time.isVirtual else { return }
    try await inItsTime { try await time.sleep(for: .zero) }
  }
}

/// How to end something that may have to end before it is known how.
private final class Ending: Sendable {
  private struct State {
    var isEnded = false
    var end: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  func set(_ end: @escaping @Sendable () -> Void) {
    let isEnded = state.withLock { state in
      state.end = end
      return state.isEnded
    }
    if isEnded { end() }
  }

  func end() {
    let end = state.withLock { state in
      state.isEnded = true
      return state.end
    }
    end?()
  }
}
