package import LuaRuntime
import TaskEngine

extension PolicySurface {
  package static let kind = LuaSurface.Alias("TaskKind", "Whether a task holds its turn open.", of: TaskKind.self) {
    switch $0 {
    case .foreground: "The turn waits for it."
    case .background: "The turn does not."
    }
  }

  package static let status = LuaSurface.Alias("TaskStatus", "Where a task stands.", of: TaskStatus.self) {
    switch $0 {
    case .queued: "It waits for a slot."
    case .running: "Its tool runs."
    case .cancelling: "It was asked to stop and has not stopped yet."
    case .completed: "Its tool returned, even if the result is an error."
    case .failed: "Its tool raised, was denied, was not found, or passed its deadline."
    case .cancelled: "Someone stopped it."
    case .awaitingApproval: "A person must decide before its tool runs."
    }
  }

  package static let deliveryMode = LuaSurface.Alias(
    "DeliveryMode",
    "Where the answer of a background task goes.",
    of: DeliveryMode.self
  ) {
    switch $0 {
    case .toLoop: "The session's loop picks it up."
    case .manual: "It is kept until it is drained."
    }
  }

  package static let continuePolicy = LuaSurface.Alias(
    "ContinuePolicy",
    "Whether the answer of a background task wakes an idle loop.",
    of: ContinuePolicy.self
  ) {
    switch $0 {
    case .notifyOnly: "It only tells."
    case .requestContinue: "It asks the session's loop to go on."
    }
  }

  package static let permission = LuaSurface.Alias(
    "Permission",
    "Whether a call may run.",
    of: DecisionDecoder.Permission.self
  ) {
    switch $0 {
    case .allow: "It may."
    case .deny: "It may not."
    case .requireApproval: "A person decides."
    }
  }
}
