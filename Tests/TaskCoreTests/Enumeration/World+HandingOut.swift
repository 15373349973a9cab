@testable import TaskCore

/// What readers get, and where it comes from.
extension World {
  mutating func take(
    _ outcome: WaitOutcome,
    at place: Scheduler.WaitPlace,
    onlyContinue: Bool = false,
    noting coverage: inout Coverage
  ) throws(Violation) {
    switch outcome {
    case .ready(let wake): try handOut(wake, at: place, noting: &coverage)
    case .wait(let id):
      try require(!waiters.contains { $0.id == id }, "two wait as \(id.rawValue)")
      waiters.append(WaiterBook(id: id, place: place, onlyContinue: onlyContinue))
    }
  }

  mutating func handOut(
    _ wake: Wake,
    at place: Scheduler.WaitPlace,
    noting coverage: inout Coverage
  ) throws(Violation) {
    coverage.wakes.insert(wake.name)
    switch (place, wake) {
    case (.turn(let key), .turn(let update?)):
      let turn = Cast.turnIndex(of: key) ?? 0
      try require(turns[turn].updates.first == update, "the turn's reader gets what is not next")
      turns[turn].updates.removeFirst()
    case (.turn(let key), .turn(nil)):
      let turn = Cast.turnIndex(of: key) ?? 0
      try require(!isHeld(turn), "the turn ends while it is held")
      try require(turns[turn].updates.isEmpty, "the turn ends, and something is unread")
      turns[turn].instance = nil
    case (.loop, .loop(let settled)): try handOutLoop(settled)
    case (.task(let id), .task(let snapshot)):
      let phase = books[Cast.index(of: id) ?? 0].phase
      let isOver = phase == .ended || phase == .awaiting || snapshot.status == .awaitingApproval
      try require(snapshot.id == id && isOver, "\(id) is said to have ended while \(phase)")
    case (.answer(let id), .child(let settled)):
      let phase = books[Cast.index(of: id) ?? 0].phase
      try require(settled.task.id == id && phase == .ended, "\(id) is said to have answered while \(phase)")
    case (.idle, .idle): try require(!books.contains { $0.phase.isLive }, "it is said to be idle, and is not")
    case (.shutdown, .shutDown): try require(isOver, "it is said to be shut down, and is not")
    default: throw Violation("a waiter at \(place) is woken with \(wake)")
    }
  }

  mutating func handOutLoop(_ settled: [SettledRun]) throws(Violation) {
    // Of several that end by one input, those that follow a wake-up stay in the queue.
    try require(loopQueue.starts(with: settled), "the loop gets what is not first in its queue")
    loopQueue.removeFirst(settled.count)
    continueRequested = false
  }

  /// Whether a shutdown has nothing left to do.
  var isOver: Bool { isShutDown && !books.contains { $0.phase.isLive || $0.phase == .awaiting } }
}
