@testable import TaskCore

/// What two states must have in common to be one: all that can still make a difference.
///
/// Left out are the sequence, the order numbers (of what is launched in a fixed order they say nothing), the
/// waiters' ids, the time (timers are kept as the time left), and what runs ended with, which the machine carries
/// and does not look at. Of a turn's unread updates the next is kept and whether more follow; of a session's queues,
/// which are handed out whole, whether there is anything in them, and that only where someone may wait for it. It
/// is written from the books, which every state is compared with.
struct StateKey: Hashable {
  private(set) var bytes: [UInt8] = []

  init(_ world: World, in scope: Scope) {
    bytes.reserveCapacity(64)
    bytes.append(world.isShutDown ? 1 : 0)
    for book in world.books { append(book, of: world) }
    for turn in world.turns {
      bytes.append(turn.instance == nil ? 0xF0 : 0xF1)
      if let update = turn.updates.first {
        if case .settled = update { bytes.append(0x10) } else { bytes.append(0x20) }
        if turn.updates.count > 1 { bytes.append(0x30) }
      }
    }
    if scope.places.contains(.loop) || scope.places.contains(.loopContinue) {
      bytes.append((world.loopQueue.isEmpty ? 0 : 1) | (world.continueRequested ? 2 : 0))
    }
    for waiter in world.waiters { append(waiter) }
    // Waiters of different places do not meet; those of one keep their order.
    let from = bytes.count - world.waiters.count
    bytes[from...].sort { ($0 == 3 ? 2 : $0) < ($1 == 3 ? 2 : $1) }
    bytes.append(0xF5)
    for timer in world.timers {
      bytes.append(UInt8(timer.task << 4) | UInt8(timer.kind.rawValue))
      bytes.append(UInt8((timer.time - world.now) / Duration.seconds(1)))
    }
  }

  private mutating func append(_ book: TaskBook, of world: World) {
    let out: UInt8 = (book.isOut(1) ? 1 : 0) | (book.isOut(2) ? 2 : 0)
    guard book.phase != .unlaunched, book.phase != .ended else {
      return bytes += [book.phase.rawValue | out << 4]
    }
    bytes.append(book.phase.rawValue | out << 4)
    var flags: UInt8 = book.kind == .background ? 1 : 0
    if book.run > 1 { flags |= 2 }
    if book.turn == 1 { flags |= 4 }
    if book.turnInstance != nil, book.turnInstance == world.turns[book.turn].instance { flags |= 8 }
    if book.modeByHand != nil { flags |= 16 }
    if book.holdsSlot { flags |= 32 }
    if case .approvalRequired = book.asked?.end { flags |= 64 }
    bytes.append(flags)
    switch book.cause {
    case nil: break
    case .byHand: bytes.append(1)
    case .turnInterrupted: bytes.append(2)
    case .shutdown: bytes.append(3)
    case .deadline: bytes.append(4)
    case .callerEnded: bytes.append(5)
    }
  }

  private mutating func append(_ waiter: WaiterBook) {
    switch waiter.place {
    case .turn(let key): bytes.append(UInt8(Cast.turnIndex(of: key) ?? 0))
    case .loop: bytes.append(waiter.onlyContinue ? 3 : 2)
    case .task(let id): bytes.append(4 + UInt8(Cast.index(of: id) ?? 0))
    case .idle: bytes.append(7)
    case .shutdown: bytes.append(8)
    case .answer(let id): bytes.append(9 + UInt8(Cast.index(of: id) ?? 0))
    }
  }
}
