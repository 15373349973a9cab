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

/// Reads what `delivery_mode` and `continue_policy` decided.
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

/// Reads what `permission` decided.
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
