/// A stream of events. Each stream is read by one reader, at its own pace; several streams do not disturb each
/// other. A stream that is not read drops its oldest events and says how many (``TaskEvent/Kind/lagged(_:)``).
///
/// The stream ends when its manager has shut down, or when the reading task is cancelled.
public struct TaskEvents: AsyncSequence, Sendable {
  /// What the stream is of.
  public typealias Element = TaskEvent
  /// Reading does not fail.
  public typealias Failure = Never

  let reader: EventReader

  /// Makes an iterator; all iterators of one stream share its position.
  public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

  /// Reads the stream.
  public struct Iterator: AsyncIteratorProtocol {
    let reader: EventReader

    /// The next event, or `nil` at the end of the stream.
    public mutating func next() async -> TaskEvent? {
      try? await reader.next()
    }

    /// The next event, or `nil` at the end of the stream.
    public mutating func next(isolation actor: isolated (any Actor)?) async -> TaskEvent? {
      // The only error is cancellation, which ends a stream.
      try? await reader.next()
    }
  }

  /// Waits until there is something to read, which may be the end of the stream; false once it was cancelled.
  package func hasMore() async -> Bool { await reader.hasMore() }

  /// An event that has come already, without waiting; `nil` if there is none.
  package func nextIfReady() -> TaskEvent? { reader.nextIfReady() }
}

/// One reader's place in a log; it is given up when the last copy of its stream goes.
final class EventReader: Sendable {
  private let core: ManagerCore
  private let scope: SessionID?
  private let id: Int

  init(core: ManagerCore, scope: SessionID?, id: Int) {
    self.core = core
    self.scope = scope
    self.id = id
  }

  deinit {
    let waiting = core.withLog(scope) { log in log.removeReader(id) }
    for waiter in waiting { waiter.resume() }
  }

  func nextIfReady() -> TaskEvent? {
    if case .event(let event) = core.withLog(scope, { $0.next(for: id) }) { event } else { nil }
  }

  func hasMore() async -> Bool {
    do {
      try await core.eventsToCome(scope, reader: id)
      return !core.withLog(scope) { $0.isFinishedReading(id) }
    } catch {
      return false
    }
  }

  func next() async throws(CancellationError) -> TaskEvent? { try await core.nextEvent(scope, reader: id) }
}
