/// Someone who waits, between asking and being woken.
enum Waiter: Sendable {
  typealias Continuation = CheckedContinuation<Wake, any Error>

  /// Has asked, and is about to suspend.
  case arriving
  /// Was woken before it suspended.
  case early(Wake)
  /// Was cancelled before it suspended.
  case cancelled
  case suspended(Continuation)

  /// Wakes it: its continuation if it has suspended, else the wake is kept for when it does.
  mutating func wake(with wake: Wake) -> Continuation? {
    if case .suspended(let continuation) = self { return continuation }
    self = .early(wake)
    return nil
  }
}

extension ManagerCore {
  /// Asks the scheduler for something that may have to be waited for. What the scheduler hands out is never lost:
  /// a caller that is cancelled at the same moment still gets it.
  func wait(
    at place: Scheduler.WaitPlace,
    _ ask: (inout Scheduler) throws -> WaitOutcome
  ) async throws -> Wake {
    let outcome = try state.withLock { state in
      let outcome = try ask(&state.scheduler)
      if case .wait(let id) = outcome { state.waiters[id] = .arriving }
      return outcome
    }
    switch outcome {
    case .ready(let wake): return wake
    case .wait(let id):
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { suspend($0, as: id) }
      } onCancel: {
        cancelWaiter(id, at: place)
      }
    }
  }

  private func suspend(_ continuation: Waiter.Continuation, as id: WaiterID) {
    let now: Result<Wake, any Error>? = state.withLock { state in
      switch state.waiters[id] {
      case .arriving:
        state.waiters[id] = .suspended(continuation)
        return nil
      case .early(let wake):
        state.waiters[id] = nil
        return .success(wake)
      case .cancelled, .suspended, nil:
        state.waiters[id] = nil
        return .failure(CancellationError())
      }
    }
    if let now { continuation.resume(with: now) }
  }

  private func cancelWaiter(_ id: WaiterID, at place: Scheduler.WaitPlace) {
    let continuation: Waiter.Continuation? = state.withLock { state in
      switch state.waiters[id] {
      case .arriving:
        state.scheduler.waiterCancelled(id, at: place)
        state.waiters[id] = .cancelled
        return nil
      case .suspended(let continuation):
        state.scheduler.waiterCancelled(id, at: place)
        state.waiters[id] = nil
        return continuation
      case .early, .cancelled, nil: return nil
      }
    }
    continuation?.resume(throwing: CancellationError())
  }

  /// Waits at a place where nothing but cancellation can go wrong.
  func waitCancellable(
    at place: Scheduler.WaitPlace,
    _ ask: (inout Scheduler) -> WaitOutcome
  ) async throws(CancellationError) -> Wake {
    do { return try await wait(at: place, ask) } catch { throw CancellationError() }
  }
}
