/// The wish that a command end, made at most once and awaited by at most one task.
struct EndRequest: Sendable {
  private let made: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  init() {
    (made, continuation) = AsyncStream.makeStream()
  }

  /// Asks for the end; from any thread, more often has no effect.
  func make() {
    continuation.finish()
  }

  /// Waits for the request. False if the waiting task was cancelled instead.
  func wait() async -> Bool {
    for await _ in made {}
    return !Task.isCancelled
  }
}
