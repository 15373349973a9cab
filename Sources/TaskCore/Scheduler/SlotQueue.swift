/// Who may run, and who waits for room: concurrency keys, the manager-wide limit, and the order of those that wait.
///
/// Tasks with the same keys and limits wait in one lane. A lane can be served when each of its keys has room, so
/// making room costs by the lanes that share a key, never by the tasks that wait.
struct SlotQueue: Hashable, Sendable {
  /// The keys of one lane with their limits, in order.
  struct Lane: Hashable, Sendable {
    struct Slot: Hashable, Sendable {
      var key: String
      var limit: Int
    }

    var slots: [Slot]
    /// Its tasks run within a slot that their caller holds: they need none of the manager's own.
    var isNested: Bool

    init(_ concurrency: [String: Int], isNested: Bool = false) {
      slots = concurrency.isEmpty ? [] : concurrency.map(Slot.init).sorted { $0.key < $1.key }
      self.isNested = isNested
    }
  }

  /// Higher priority first, then foreground before background, then launch order.
  struct Rank: Comparable, Hashable, Sendable {
    var priority: Int
    var kind: TaskKind
    var order: Int

    static func < (lhs: Rank, rhs: Rank) -> Bool {
      if lhs.priority != rhs.priority { return lhs.priority > rhs.priority }
      if lhs.kind != rhs.kind { return lhs.kind == .foreground }
      return lhs.order < rhs.order
    }
  }

  private let limit: Int?
  private var running = 0
  private var runningByKey: [String: Int] = [:]
  private var waiting: [Lane: IndexedHeap<TaskID, Rank>] = [:]
  private var lanesByKey: [String: Set<Lane>] = [:]
  private var servable = IndexedHeap<Lane, Rank>()
  private var nestedServable = IndexedHeap<Lane, Rank>()

  /// A queue that lets at most `limit` tasks run at once; any number if `nil`.
  init(limit: Int?) { self.limit = limit }

  var waitingCount: Int { waiting.values.reduce(0) { $0 + $1.count } }

  /// How many tasks hold a slot under `key`.
  func runningCount(under key: String) -> Int { runningByKey[key, default: 0] }

  /// Whether no task holds a slot and none waits.
  var isUnused: Bool { running == 0 && waiting.isEmpty && runningByKey.isEmpty }

  /// Whether a task waits for one.
  var areAwaited: Bool { !waiting.isEmpty }

  /// Takes a slot at once if there is room; false if the task must wait.
  mutating func take(_ lane: Lane) -> Bool {
    // Room under every key means that nobody waits in a lane of these keys, unless the manager is full.
    guard lane.isNested || hasRoom, hasRoom(in: lane) else { return false }
    occupy(lane)
    return true
  }

  mutating func wait(_ task: TaskID, in lane: Lane, rank: Rank) {
    if waiting[lane] == nil {
      for slot in lane.slots { lanesByKey[slot.key, default: []].insert(lane) }
    }
    waiting[lane, default: IndexedHeap()].insert(task, priority: rank)
    refresh(lane)
  }

  /// Takes a waiting task out of the queue.
  mutating func leave(_ task: TaskID, lane: Lane) {
    waiting[lane]?.remove(task)
    if waiting[lane]?.isEmpty == true { forget(lane) } else { refresh(lane) }
  }

  /// Gives a slot back.
  @inline(__always)
  mutating func release(_ lane: Lane) {
    if !lane.isNested { running -= 1 }
    if lane.slots.isEmpty { return }
    for slot in lane.slots {
      let left = runningByKey[slot.key, default: 0] - 1
      runningByKey[slot.key] = left == 0 ? nil : left
    }
    refreshLanes(sharing: lane)
  }

  /// The next waiting task that may run; it has its slot when this returns.
  mutating func next() -> TaskID? {
    let first = nestedServable.first?.key ?? (hasRoom ? servable.first?.key : nil)
    guard let lane = first, let task = waiting[lane]?.first?.key else { return nil }
    leave(task, lane: lane)
    occupy(lane)
    return task
  }

  /// The waiting tasks in the order in which they would start if every key had room.
  var order: [TaskID] {
    var all: [(TaskID, Rank)] = []
    for heap in waiting.values {
      var heap = heap
      while let first = heap.first {
        all.append((first.key, first.priority))
        heap.remove(first.key)
      }
    }
    return all.sorted { $0.1 < $1.1 }.map(\.0)
  }

  private var hasRoom: Bool { limit.map { running < $0 } ?? true }

  @inline(__always)
  private func hasRoom(in lane: Lane) -> Bool {
    lane.slots.isEmpty || lane.slots.allSatisfy { runningByKey[$0.key, default: 0] < $0.limit }
  }

  private mutating func occupy(_ lane: Lane) {
    if !lane.isNested { running += 1 }
    if lane.slots.isEmpty { return }
    for slot in lane.slots { runningByKey[slot.key, default: 0] += 1 }
    refreshLanes(sharing: lane)
  }

  private mutating func refreshLanes(sharing lane: Lane) {
    if waiting.isEmpty { return }
    for slot in lane.slots {
      for other in lanesByKey[slot.key] ?? [] { refresh(other) }
    }
  }

  private mutating func refresh(_ lane: Lane) {
    if let first = waiting[lane]?.first, hasRoom(in: lane) {
      setServable(lane, first.priority)
    } else {
      setServable(lane, nil)
    }
  }

  private mutating func setServable(_ lane: Lane, _ rank: Rank?) {
    if lane.isNested { nestedServable.set(lane, rank) } else { servable.set(lane, rank) }
  }

  private mutating func forget(_ lane: Lane) {
    waiting[lane] = nil
    setServable(lane, nil)
    for slot in lane.slots {
      lanesByKey[slot.key]?.remove(lane)
      if lanesByKey[slot.key]?.isEmpty == true { lanesByKey[slot.key] = nil }
    }
  }
}
