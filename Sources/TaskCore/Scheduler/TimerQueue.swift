/// Every moment that the scheduler waits for, in one queue: a task's timers go when the task does.
struct TimerQueue: Hashable, Sendable {
  /// What happens when a timer comes due. At the same instant an earlier case goes first.
  enum Kind: Int, Hashable, Sendable, CaseIterable {
    case gracePeriod
    case deadline
    case queueDeadline
    case detach
  }

  struct Key: Hashable, Sendable {
    var task: TaskID
    var kind: Kind
  }

  private struct Due: Comparable, Hashable, Sendable {
    var time: Duration
    var rank: Int
    var order: Int

    static func < (lhs: Due, rhs: Due) -> Bool {
      if lhs.time != rhs.time { return lhs.time < rhs.time }
      if lhs.rank != rhs.rank { return lhs.rank < rhs.rank }
      return lhs.order < rhs.order
    }
  }

  private var heap = IndexedHeap<Key, Due>()

  var count: Int { heap.count }
  var isEmpty: Bool { heap.isEmpty }

  /// When the next timer comes due.
  var next: Duration? { heap.first?.priority.time }

  /// When a task's timer comes due, if it is set.
  func time(of kind: Kind, for task: TaskID) -> Duration? { heap.priority(of: Key(task: task, kind: kind))?.time }

  /// Sets a timer. `order` is the task's launch number: it decides between equals.
  mutating func arm(_ kind: Kind, for task: TaskID, at time: Duration, order: Int) {
    heap.insert(Key(task: task, kind: kind), priority: Due(time: time, rank: kind.rawValue, order: order))
  }

  @inline(__always)
  mutating func disarm(_ kind: Kind, for task: TaskID) {
    if heap.isEmpty { return }
    heap.remove(Key(task: task, kind: kind))
  }

  @inline(__always)
  mutating func disarmAll(for task: TaskID) {
    if heap.isEmpty { return }
    for kind in Kind.allCases { disarm(kind, for: task) }
  }

  /// Takes the next timer that is due at `now`.
  mutating func popDue(at now: Duration) -> Key? {
    guard let first = heap.first, first.priority.time <= now else { return nil }
    heap.remove(first.key)
    return first.key
  }
}
