import Synchronization

/// A line or a script that is being carried out, and how Ctrl-C ends it.
///
/// An interrupt is not lost that comes when a line has been typed and what it does has not begun.
final class InterruptibleWork: Sendable {
  private struct State {
    var isInterrupted = false
    var end: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// The next line or script is awaited: an interrupt of the last one is over.
  func nextAwaited() { state.withLock { $0 = State() } }

  /// Ends what is being done, or else what is begun before the next is awaited. From any thread.
  func interrupt() {
    let end = state.withLock { state in
      state.isInterrupted = true
      return state.end
    }
    end?()
  }

  /// Carries something out in a task that an interrupt cancels.
  func perform<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let task = Task(operation: body)
    let isInterrupted = state.withLock { state in
      state.end = { task.cancel() }
      return state.isInterrupted
    }
    if isInterrupted { task.cancel() }
    defer { state.withLock { $0.end = nil } }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }
}
