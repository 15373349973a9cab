import Synchronization

/// A clock that moves only when a simulation moves it.
///
/// Of sleepers that are due at the same instant, those of an earlier rank wake first, and the next rank wakes only
/// when nothing is ready any more.
package struct VirtualClock: Clock {
  /// A moment, as the time since the clock began.
  package struct Instant: InstantProtocol {
    package var offset: Duration

    package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    package func duration(to other: Instant) -> Duration { other.offset - offset }
    package static func < (lhs: Instant, rhs: Instant) -> Bool { lhs.offset < rhs.offset }
  }

  /// Who wakes first at one instant.
  package enum Rank: Int, Sendable, Comparable {
    /// Tools.
    case work
    /// The manager's deadlines and detaches.
    case timers
    /// Who intervenes at a moment.
    case acts
    /// Who looks at what came of it.
    case observers

    package static func < (lhs: Rank, rhs: Rank) -> Bool { lhs.rawValue < rhs.rawValue }
  }

  let sleepers: Sleepers
  let rank: Rank

  init() {
    sleepers = Sleepers()
    rank = .work
  }

  private init(_ sleepers: Sleepers, rank: Rank) {
    self.sleepers = sleepers
    self.rank = rank
  }

  /// The same clock for sleepers of another rank.
  package func waking(_ rank: Rank) -> VirtualClock { VirtualClock(sleepers, rank: rank) }

  package var now: Instant { Instant(offset: sleepers.now) }
  package var minimumResolution: Duration { .nanoseconds(1) }

  package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try await sleepers.sleep(until: deadline.offset, rank: rank)
  }

  /// Sleeps until cancelled.
  package func sleepForever() async throws { try await sleepers.sleep(until: nil, rank: rank) }

  /// How many sleep on the clock at this rank now: whoever should have stopped sleeping is found by it.
  package var sleeperCount: Int { sleepers.count(of: rank) }
}

/// All who sleep on one virtual clock.
final class Sleepers: Sendable {
  private typealias Continuation = CheckedContinuation<Void, any Error>

  private struct Due: Comparable {
    /// `nil` for one that only cancellation wakes: never due.
    var time: Duration?
    var rank: VirtualClock.Rank
    var order: Int

    static func < (lhs: Due, rhs: Due) -> Bool {
      switch (lhs.time, rhs.time) {
      case (let left?, let right?) where left != right: left < right
      case (nil, _?): false
      case (_?, nil): true
      default: (lhs.rank, lhs.order) < (rhs.rank, rhs.order)
      }
    }
  }

  private struct State {
    var now: Duration = .zero
    var lastOrder = 0
    var sleeping: [Int: (due: Due, continuation: Continuation)] = [:]
    var cancelledEarly: Set<Int> = []
  }

  private let state = Mutex(State())

  var now: Duration { state.withLock { $0.now } }

  func count(of rank: VirtualClock.Rank) -> Int {
    state.withLock { state in state.sleeping.values.count { $0.due.rank == rank } }
  }

  func sleep(until time: Duration?, rank: VirtualClock.Rank) async throws {
    let order = state.withLock { state in
      state.lastOrder += 1
      return state.lastOrder
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: Continuation) in
        let isCancelled = state.withLock { state in
          if state.cancelledEarly.remove(order) != nil { return true }
          state.sleeping[order] = (Due(time: time, rank: rank, order: order), continuation)
          return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        let sleeper = state.sleeping.removeValue(forKey: order)
        if sleeper == nil { state.cancelledEarly.insert(order) }
        return sleeper
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
    _ = state.withLock { $0.cancelledEarly.remove(order) }
  }

  /// Moves to the next instant at which someone wakes, and wakes those of the first rank there; false if nobody
  /// will ever wake.
  func wakeNext() -> Bool {
    let woken = state.withLock { state -> [Continuation] in
      guard let first = state.sleeping.values.map(\.due).min(), let time = first.time else { return [] }
      state.now = max(state.now, time)
      // Sleepers whose time had passed already when they came wake at the present instant.
      let due = state.sleeping.filter { entry in
        entry.value.due.rank == first.rank && entry.value.due.time.map { $0 <= state.now } == true
      }
      for order in due.keys { state.sleeping[order] = nil }
      return due.sorted { $0.value.due < $1.value.due }.map(\.value.continuation)
    }
    for continuation in woken { continuation.resume() }
    return !woken.isEmpty
  }

  /// Ends every sleep with a cancellation; true if anyone slept.
  func cancelAll() -> Bool {
    let all = state.withLock { state in
      defer { state.sleeping = [:] }
      return state.sleeping.sorted { $0.key < $1.key }.map(\.value.continuation)
    }
    for continuation in all { continuation.resume(throwing: CancellationError()) }
    return !all.isEmpty
  }
}
