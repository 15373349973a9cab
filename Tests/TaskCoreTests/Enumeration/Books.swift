@testable import TaskCore

/// What the world knows of one task from what it was told, without asking the machine.
struct TaskBook {
  enum Phase: UInt8 {
    case unlaunched
    /// A run has begun, and the machine has not said yet whether it queued or started.
    case beginning
    case queued
    case running
    case cancelling
    /// The run has ended; the delivery policy is being asked.
    case settling
    case awaiting
    /// A run that never starts has begun, and must end at once.
    case ending
    case ended

    var isLive: Bool { self == .queued || self == .running || self == .cancelling || self == .settling }
  }

  var phase = Phase.unlaunched
  var kind = TaskKind.foreground
  var run = 0
  /// The turn that it belongs to, and which of those that used its id.
  var turn = 0
  var turnInstance: Int?
  /// Why it is being stopped, once its tool was asked to.
  var cause: CancelCause?
  var hasStarted = false
  var wasDetached = false
  var holdsSlot = false
  /// Runs whose tool was started and has not returned: one bit each.
  private(set) var out: UInt8 = 0
  /// A run said that it started, and its tool was not started yet.
  var mustStartTool = false
  /// The run about whose delivery the policy is being asked.
  var asked: SettledRun?
  var modeByHand: DeliveryMode?
  /// When the run began, started, and was asked to stop.
  var begunAt = Duration.zero
  var startedAt = Duration.zero
  var cancelledAt = Duration.zero
  var isFinished = false

  func isOut(_ run: Int) -> Bool { out & (1 << UInt8(run)) != 0 }
  mutating func setOut(_ isOut: Bool, run: Int) {
    if isOut { out |= 1 << UInt8(run) } else { out &= ~(1 << UInt8(run)) }
  }
}

/// One turn, as the world knows it.
struct TurnBook {
  /// Which of the turns that used this id is open; `nil` if none is.
  var instance: Int?
  var updates: [TurnUpdate] = []
}

/// Someone who waits and has not been woken.
struct WaiterBook {
  var id: WaiterID
  var place: Scheduler.WaitPlace
  var onlyContinue = false
}

/// The machine did something that it must not do.
struct Violation: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}

func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(Violation) {
  if !condition { throw Violation(message()) }
}

/// What the enumerations have seen, so that one that never gets somewhere is noticed.
struct Coverage {
  var facts: Set<String> = []
  var effects: Set<String> = []
  var ends: Set<String> = []
  var wakes: Set<String> = []
  var refusals: Set<String> = []

  mutating func formUnion(_ other: Coverage) {
    facts.formUnion(other.facts)
    effects.formUnion(other.effects)
    ends.formUnion(other.ends)
    wakes.formUnion(other.wakes)
    refusals.formUnion(other.refusals)
  }
}
