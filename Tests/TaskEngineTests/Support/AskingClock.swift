import TaskEngine

/// A clock that asks its manager something whenever one of its sleeps is cancelled.
struct AskingClock: Clock {
  let base = ContinuousClock()
  let manager: Shared<AsyncTaskManager?>

  var now: ContinuousClock.Instant { base.now }
  var minimumResolution: Duration { base.minimumResolution }

  func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
    try await withTaskCancellationHandler {
      try await base.sleep(until: deadline, tolerance: tolerance)
    } onCancel: {
      _ = manager.withLock { $0 }?.handle.control.list(.running)
    }
  }
}
