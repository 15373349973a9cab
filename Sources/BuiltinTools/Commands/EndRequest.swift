import Synchronization

/// The wish that a command end, made at most once and awaited by at most one task.
final class EndRequest: Sendable {
  enum Reason: Sendable {
    case cancelled
    case deadline
  }

  private let made: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation
  private let first = Mutex<Reason?>(nil)

  init() {
    (made, continuation) = AsyncStream.makeStream()
  }

  /// Why the end was asked for first; `nil` if it was not.
  var reason: Reason? { first.withLock { $0 } }

  /// Asks for the end; from any thread, more often has no effect.
  func make(_ reason: Reason) {
    first.withLock { $0 = $0 ?? reason }
    continuation.finish()
  }

  /// Waits for the request. False if the waiting task was cancelled instead.
  func wait() async -> Bool {
    for await _ in made {}
    return !Task.isCancelled
  }
}
