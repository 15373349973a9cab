/// Someone who waits, or will in a moment. Of one who has asked and is about to suspend, only the scheduler knows.
enum Waiter: Sendable {
  typealias Continuation = EngineContinuation<Wake, any Error>

  /// Was woken before it suspended.
  case early(Wake)
  /// Was cancelled before it suspended.
  case cancelled
  case suspended(Continuation)
}

/// Those who wait, by their ids.
struct WaiterTable: Sendable {
  private var places = NumberTable()
  private var waiters: ContiguousArray<Waiter?> = []
  private var vacant: ContiguousArray<Int> = []

  var isEmpty: Bool { places.isEmpty }

  /// Adds a waiter that is not there.
  mutating func insert(_ waiter: Waiter, as id: WaiterID) {
    let place = vacant.popLast() ?? waiters.count
    if place == waiters.count { waiters.append(waiter) } else { waiters[place] = waiter }
    places.insert(id.rawValue, at: place)
  }

  /// Takes a waiter out; `nil` if it is not there.
  mutating func remove(_ id: WaiterID) -> Waiter? {
    guard let place = places.remove(id.rawValue) else { return nil }
    vacant.append(place)
    return waiters[place].take()
  }
}

extension ManagerCore {
  /// Asks the scheduler for something that may have to be waited for. What the scheduler hands out is never lost:
  /// a caller that is cancelled at the same moment still gets it.
  nonisolated(nonsending) func wait(
    at place: Scheduler.WaitPlace,
    _ ask: (inout Scheduler) throws -> WaitOutcome
  ) async throws -> Wake {
    switch try state.withLock({ state in try ask(&state.scheduler) }) {
    case .ready(let wake): return wake
    case .wait(let id):
      let wake = try await withTaskCancellationHandler {
        try await withEngineContinuation { suspend($0, as: id) }
      } onCancel: {
        cancelWaiter(id, at: place)
      }
      #if DEBUG
        // A continuation that is resumed before it is awaited orders the two, unseen by the thread sanitizer. The lock shows it.
        state.withLock { _ in }
      #endif
      return wake
    }
  }

  private func suspend(_ continuation: Waiter.Continuation, as id: WaiterID) {
    let now: Result<Wake, any Error>? = state.withLock { state in
      switch state.waiters.remove(id) {
      case nil:
        state.waiters.insert(.suspended(continuation), as: id)
        return nil
      case .early(let wake): return .success(wake)
      case .cancelled, .suspended: return .failure(CancellationError())
      }
    }
    if let now { continuation.resume(with: now) }
  }

  private func cancelWaiter(_ id: WaiterID, at place: Scheduler.WaitPlace) {
    let continuation: Waiter.Continuation? = state.withLock { state in
      // Whoever was woken meanwhile keeps what it was given.
      guard state.scheduler.waiterCancelled(id, at: place) else { return nil }
      if case .suspended(let continuation) = state.waiters.remove(id) { return continuation }
      state.waiters.insert(.cancelled, as: id)
      return nil
    }
    continuation?.resume(throwing: CancellationError())
  }

  /// Waits at a place where nothing but cancellation can go wrong.
  nonisolated(nonsending) func waitCancellable(
    at place: Scheduler.WaitPlace,
    _ ask: (inout Scheduler) -> WaitOutcome
  ) async throws(CancellationError) -> Wake {
    do { return try await wait(at: place, ask) } catch { throw CancellationError() }
  }
}
