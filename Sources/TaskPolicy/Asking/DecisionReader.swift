import LuaRuntime
import TaskEngine

/// Reads what a function of a policy decided.
protocol DecisionReader {
  associatedtype Decision: Sendable

  /// Reads the usual decisions where Lua left them; `nil` for whatever needs a closer look.
  static func glance(_ items: TapeItems) -> Decision?
  /// Reads any decision, or says what is wrong with it.
  static func read(_ values: [LuaValue], from function: String) throws(LuaUsageError) -> Decision
}

/// Of `route`.
enum RoutingReader: DecisionReader {
  /// Most decisions say no more than a kind, and are small until they leave.
  enum Answer {
    case kind(TaskKind)
    indirect case decision(RoutingDecision)

    var decision: RoutingDecision {
      switch self {
      case .kind(.foreground): .foreground
      case .kind(.background): .background
      case .decision(let decision): decision
      }
    }
  }

  static func glance(_ items: TapeItems) -> Answer? {
    var items = items
    let answer: Answer
    switch items.next() {
    case .nil?, nil: answer = .kind(.foreground)
    case .text(let text)?:
      guard let kind = kind(text) else { return nil }
      answer = .kind(kind)
    case .table(let count)?:
      guard let decision = options(count, &items) else { return nil }
      answer = .decision(decision)
    default: return nil
    }
    return items.next() == nil ? answer : nil
  }

  private static func kind(_ text: TapeText) -> TaskKind? {
    if text.reads("foreground") { return .foreground }
    return text.reads("background") ? .background : nil
  }

  private static func options(_ count: Int, _ items: inout TapeItems) -> RoutingDecision? {
    var decision = RoutingDecision()
    for _ in 0..<count {
      guard case .text(let name)? = items.next(), let value = items.next(), set(name, value, &items, in: &decision)
      else { return nil }
    }
    return decision.defect == nil ? decision : nil
  }

  /// Whether the option is one, and its value was understood.
  private static func set(
    _ name: TapeText,
    _ value: TapeItem,
    _ items: inout TapeItems,
    in decision: inout RoutingDecision
  ) -> Bool {
    switch value {
    case .text(let text):
      if name.reads("kind"), let kind = kind(text) {
        decision.kind = kind
      } else if name.reads("label") {
        decision.label = text.string
      } else if name.reads("reason") {
        decision.reason = text.string.clippedReason
      } else {
        return false
      }
    case .integer(let number):
      if name.reads("priority") {
        decision.priority = Int(number)
      } else {
        return setTime(name, value, in: &decision)
      }
    case .number: return setTime(name, value, in: &decision)
    case .table(let count):
      guard name.reads("concurrency"), let limits = concurrency(count, &items) else { return false }
      decision.concurrency = limits
    default: return false
    }
    return true
  }

  private static func setTime(_ name: TapeText, _ value: TapeItem, in decision: inout RoutingDecision) -> Bool {
    guard let duration = value.seconds else { return false }
    if name.reads("detach_after") {
      decision.detachAfter = duration
    } else if name.reads("deadline") {
      decision.deadline = duration
    } else if name.reads("queue_deadline") {
      decision.queueDeadline = duration
    } else {
      return false
    }
    return true
  }

  private static func concurrency(_ count: Int, _ items: inout TapeItems) -> [String: Int]? {
    var limits: [String: Int] = [:]
    for _ in 0..<count {
      guard case .text(let key)? = items.next(), case .integer(let limit)? = items.next(), limit >= 1,
        limit <= Int64(Int32.max)
      else { return nil }
      limits[key.string] = Int(limit)
    }
    return limits
  }

  static func read(_ values: [LuaValue], from function: String) throws(LuaUsageError) -> Answer {
    .decision(try DecisionDecoder.routing(values))
  }
}

/// Of `delivery_mode` and `continue_policy`.
enum ChoiceReader<Choice: RawRepresentable<String> & CaseIterable & Sendable>: DecisionReader {
  static func glance(_ items: TapeItems) -> Choice?? {
    var items = items
    let choice: Choice?
    switch items.next() {
    case .nil?, nil: choice = nil
    case .text(let text)?:
      guard let known = Choice(rawValue: text.string) else { return nil }
      choice = known
    default: return nil
    }
    return items.next() == nil ? .some(choice) : nil
  }

  static func read(_ values: [LuaValue], from function: String) throws(LuaUsageError) -> Choice? {
    try DecisionDecoder.choice(values, from: function)
  }
}

/// Of `permission`.
enum PermissionReader: DecisionReader {
  static func glance(_ items: TapeItems) -> PermissionDecision? {
    var items = items
    guard case .text(let word)? = items.next() else { return nil }
    var reason: String?
    switch items.next() {
    case .nil?, nil: break
    case .text(let text)?: reason = text.string.clippedReason
    default: return nil
    }
    guard items.next() == nil else { return nil }
    if word.reads("allow") { return .allow }
    if word.reads("deny") { return .deny(reason: reason) }
    return word.reads("require_approval") ? .requireApproval(reason: reason) : nil
  }

  static func read(_ values: [LuaValue], from function: String) throws(LuaUsageError) -> PermissionDecision {
    try DecisionDecoder.permission(values)
  }
}
