import LuaRuntime
import TaskEngine

/// What of a call a policy is told, rather than has to ask for: what is plain and at hand.
enum PolicyFact: Int, CaseIterable {
  case callID, toolName, sessionID, turnID
  case isReadOnly, isDestructive, isIdempotent
  case id, kind, isDetached, status, label
  case isError

  /// The fields that are told, by the objects that have them.
  static let request: [String: PolicyFact] = [
    "call_id": .callID, "tool_name": .toolName, "session_id": .sessionID, "turn_id": .turnID,
  ]
  static let tool: [String: PolicyFact] = [
    "read_only": .isReadOnly, "destructive": .isDestructive, "idempotent": .isIdempotent,
  ]
  static let task: [String: PolicyFact] = request.merging(
    ["id": .id, "kind": .kind, "detached": .isDetached, "status": .status, "label": .label]
  ) { $1 }
  static let result: [String: PolicyFact] = ["is_error": .isError, "status": .status]
}

/// What a policy may be asked about.
protocol PolicySubject {
  /// Where a call lies that this is about.
  static func place(_ subject: UnsafePointer<Self>, _ tasks: UnsafePointer<TaskView>) -> PolicyCall.Place
  /// Tells a fact, if there is one.
  func tell(_ fact: PolicyFact, to facts: LuaFacts)
}

extension PolicySubject {
  /// Tells what the policy has wanted to know before.
  func tell(_ facts: LuaFacts) {
    var wanted = facts.begin()
    while wanted != 0 {
      if let fact = PolicyFact(rawValue: wanted.trailingZeroBitCount) { tell(fact, to: facts) }
      wanted &= wanted - 1
    }
  }
}

extension ToolRequest: PolicySubject {
  static func place(_ subject: UnsafePointer<Self>, _ tasks: UnsafePointer<TaskView>) -> PolicyCall.Place {
    .made(subject, tasks)
  }

  func tell(_ fact: PolicyFact, to facts: LuaFacts) {
    switch fact {
    case .callID: facts.tell(fact.rawValue, callID)
    case .toolName: facts.tell(fact.rawValue, toolName)
    case .sessionID: facts.tell(fact.rawValue, sessionID.rawValue)
    case .turnID: facts.tell(fact.rawValue, turnID.rawValue)
    case .isReadOnly: facts.tell(fact.rawValue, tool.isReadOnly)
    case .isDestructive: facts.tell(fact.rawValue, tool.isDestructive)
    case .isIdempotent: facts.tell(fact.rawValue, tool.isIdempotent)
    case .id, .kind, .isDetached, .status, .label, .isError: break
    }
  }
}

extension PolicyCall: PolicySubject {
  static func place(_ subject: UnsafePointer<Self>, _ tasks: UnsafePointer<TaskView>) -> PolicyCall.Place {
    .ended(subject)
  }

  func tell(_ fact: PolicyFact, to facts: LuaFacts) {
    guard let task, let result else { return request.tell(fact, to: facts) }
    switch fact {
    case .id: facts.tell(fact.rawValue, task.id.rawValue)
    case .kind: facts.tell(fact.rawValue, task.kind.rawValue)
    case .isDetached: facts.tell(fact.rawValue, task.isDetached)
    case .status: facts.tell(fact.rawValue, task.status.rawValue)
    case .label: facts.tell(fact.rawValue, task.label)
    case .isError: facts.tell(fact.rawValue, result.isError)
    default: request.tell(fact, to: facts)
    }
  }
}
