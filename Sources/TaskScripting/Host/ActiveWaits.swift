import Synchronization
import TaskEngine
import TaskPolicy
import TaskSimulation

/// What scripts wait for now, so that a simulation that cannot go on can say so where it is waited for.
package final class ActiveWaits: Sendable {
  private struct State {
    var last = 0
    var waits: [Int: (what: String, cancel: @Sendable () -> Void)] = [:]
    var reason: String?
    /// Scripts may not wait any more; what they were waiting for when that was decided.
    var stoppedWaitingFor: String?
    var isStopped = false
    /// The virtual instant of the last wait, and how many began at it.
    var instant = Duration.zero
    var atInstant = 0
  }

  /// How many waits may begin at one instant before it is taken for a loop that will never end.
  private static let livelockLimit = 100_000

  private let state = Mutex(State())

  /// Ends everything that is waited for, with an error that begins with `reason`; false if nothing is.
  package func fail(_ reason: String) -> Bool {
    let waits = state.withLock { state in
      state.reason = reason
      return state.waits.sorted { $0.key < $1.key }.map(\.value)
    }
    for wait in waits { wait.cancel() }
    return !waits.isEmpty
  }

  /// Ends everything that is waited for, and whatever will be, so that no script can hold it: a script that waits
  /// is over.
  package func stop() {
    let waits = state.withLock { state in
      state.isStopped = true
      let waits = state.waits.sorted { $0.key < $1.key }.map(\.value)
      state.stoppedWaitingFor = waits.first?.what
      return waits
    }
    for wait in waits { wait.cancel() }
  }

  /// What was waited for when everything was stopped; `nil` if nothing was.
  package var stoppedWaitingFor: String? { state.withLock { $0.stoppedWaitingFor } }

  /// Whether everything was stopped.
  package var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Lets scripts wait again, and forgets why waits were ended.
  package func reset() {
    state.withLock { state in
      state.reason = nil
      state.isStopped = false
      state.stoppedWaitingFor = nil
      state.atInstant = 0
    }
  }

  /// Waits for `what`, and can be ended from outside.
  func wait<Value: Sendable>(
    for what: String,
    in time: ScriptTime,
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    if isStopped { throw CancellationError() }
    try checkProgress(time, what)
    let task = time.spawn(body)
    let cancel: @Sendable () -> Void = { task.cancel() }
    let id = state.withLock { state in
      state.last += 1
      state.waits[state.last] = (what, cancel)
      return state.last
    }
    defer { _ = state.withLock { $0.waits.removeValue(forKey: id) } }
    do {
      return try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        task.cancel()
      }
    } catch is CancellationError {
      if let reason = state.withLock({ $0.isStopped ? nil : $0.reason }) {
        throw LuaUsageError("\(reason) while waiting for \(what)")
      }
      throw CancellationError()
    }
  }
}

extension ActiveWaits {
  /// Throws when a script waits again and again while the virtual clock stands still.
  private func checkProgress(_ time: ScriptTime, _ what: String) throws(LuaUsageError) {
    guard case .virtual(let simulation) = time else { return }
    let now = simulation.clock.now.offset
    let count = state.withLock { state in
      if now != state.instant { (state.instant, state.atInstant) = (now, 0) }
      state.atInstant += 1
      return state.atInstant
    }
    guard count > Self.livelockLimit else { return }
    throw LuaUsageError(
      "the clock stands still at \(now.asSeconds): the scenario has waited \(Self.livelockLimit) times "
        + "without it moving, the last time for \(what)"
    )
  }
}

/// Waits for `body`, but at most for `limit`; `nil` if that passed first. What `body` came to at the same moment is
/// not lost.
func within<Value: Sendable>(
  _ limit: Duration?,
  of time: ScriptTime,
  _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
  guard let limit else { return try await body() }
  return try await withThrowingTaskGroup(of: Value?.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await time.sleep(for: limit)
      return nil
    }
    let first = try await group.next()
    group.cancelAll()
    if let first, let value = first { return value }
    // The limit passed, or was cancelled with us: the body may have come to something all the same.
    while let rest = await group.nextResult() {
      if case .success(let value?) = rest { return value }
    }
    try Task.checkCancellation()
    return nil
  }
}
