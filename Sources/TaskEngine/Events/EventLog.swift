import TaskCore

/// What happened in one scope, kept once for all who read of it: each reader is a position in the log. A fact becomes an
/// event when someone reads it.
///
/// Telling an event costs the same however many listen. A reader that falls further behind than it may finds its
/// oldest events gone and is told how many.
struct EventLog: Sendable {
  typealias Continuation = CheckedContinuation<Void, Never>

  struct Reader: Sendable {
    var position: Int
    var limit: Int
    /// Those who wait for its next event; several may ask for it at once.
    var waiting: [(number: Int, continuation: Continuation)] = []
  }

  /// What a reader finds.
  enum Reading: Sendable {
    case event(TaskEvent)
    case nothingYet
    case finished
  }

  private var facts: FactRing
  /// The position of the first fact kept.
  private var start = 0
  /// What is kept even if nobody reads, and what the most patient reader needs.
  private let minimum: Int
  private var readers: [Int: Reader] = [:]
  private var lastReader = 0
  private var shared: Int?
  private var waitingReaders: [Int] = []
  private var lastWaiter = 0
  private(set) var isFinished = false

  init(capacity: Int) {
    minimum = capacity
    facts = FactRing(limit: capacity)
  }

  private var end: Int { start + facts.count }

  /// Adds a reader that may fall `limit` events behind; it begins with the next event.
  mutating func addReader(limit: Int) -> Int {
    lastReader += 1
    readers[lastReader] = Reader(position: end, limit: max(1, limit))
    if limit > facts.limit { start += facts.limit(to: limit) }
    return lastReader
  }

  /// The reader that all callers of `nextEvent` share; it begins with the oldest event kept.
  mutating func sharedReader(limit: Int) -> Int {
    if let shared { return shared }
    let reader = addReader(limit: limit)
    readers[reader]?.position = start
    shared = reader
    return reader
  }

  /// Drops a reader; the continuations of those who waited for it.
  mutating func removeReader(_ id: Int) -> [Continuation] {
    waitingReaders.removeAll { $0 == id }
    let reader = readers.removeValue(forKey: id)
    if reader?.limit == facts.limit {
      start += facts.limit(to: readers.values.reduce(minimum) { max($0, $1.limit) })
    }
    return reader?.waiting.map(\.continuation) ?? []
  }

  /// Adds a fact; the readers to wake, if there are any. Once the log has finished, nothing is added: a stream that has
  /// ended does not go on.
  @inline(__always)
  mutating func append(_ fact: consuming Fact) -> [Continuation]? {
    if isFinished { return nil }
    if facts.append(fact) { start += 1 }
    return waitingReaders.isEmpty ? nil : takeWaiting()
  }

  /// No more events come; the readers to wake.
  mutating func finish() -> [Continuation] {
    isFinished = true
    return takeWaiting()
  }

  /// The reader's next event. Dropped ones come first, as one event that counts them.
  mutating func next(for id: Int) -> Reading {
    guard var reader = readers[id] else { return .finished }
    let oldest = max(start, end - reader.limit)
    if reader.position < oldest {
      let dropped = oldest - reader.position
      reader.position = oldest
      readers[id] = reader
      let following = facts[oldest - start]
      // Numbered as the last event dropped, so that the stream's numbers still increase.
      return .event(TaskEvent(sequence: following.sequence - 1, time: following.time, kind: .lagged(dropped)))
    }
    guard reader.position < end else { return isFinished ? .finished : .nothingYet }
    let fact = facts[reader.position - start]
    readers[id]?.position += 1
    return .event(TaskEvent(fact))
  }

  /// Whether the reader has read everything there will be.
  func isFinishedReading(_ id: Int) -> Bool { isFinished && (readers[id]?.position ?? end) >= end }

  /// Whether there is nothing for the reader yet.
  func isWaiting(_ id: Int) -> Bool {
    guard let reader = readers[id] else { return false }
    return reader.position >= end && !isFinished
  }

  /// A number for someone who is about to wait.
  mutating func newWaiter() -> Int {
    lastWaiter += 1
    return lastWaiter
  }

  /// Has the waiter woken by the reader's next event; false if there is one already.
  mutating func wait(_ id: Int, as waiter: Int, _ continuation: Continuation) -> Bool {
    guard isWaiting(id) else { return false }
    if readers[id]?.waiting.isEmpty == true { waitingReaders.append(id) }
    readers[id]?.waiting.append((waiter, continuation))
    return true
  }

  /// Wakes a waiter whose caller was cancelled.
  mutating func stopWaiting(_ id: Int, as waiter: Int) -> Continuation? {
    guard let index = readers[id]?.waiting.firstIndex(where: { $0.number == waiter }) else { return nil }
    let removed = readers[id]?.waiting.remove(at: index)
    if readers[id]?.waiting.isEmpty == true { waitingReaders.removeAll { $0 == id } }
    return removed?.continuation
  }

  private mutating func takeWaiting() -> [Continuation] {
    if waitingReaders.isEmpty { return [] }
    var woken: [Continuation] = []
    for id in waitingReaders {
      woken += readers[id]?.waiting.map(\.continuation) ?? []
      readers[id]?.waiting = []
    }
    waitingReaders = []
    return woken
  }
}
