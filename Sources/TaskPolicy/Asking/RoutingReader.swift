import LuaRuntime
import TaskEngine

/// Reads what `route` decided.
enum RoutingReader: DecisionReader {
  static func glance(_ items: TapeItems) -> RoutingDecision? {
    var items = items
    let decision: RoutingDecision
    switch items.next() {
    case .nil?, nil: decision = RoutingDecision(.foreground)
    case .text(let text)?:
      guard let kind = kind(text) else { return nil }
      decision = RoutingDecision(kind)
    case .table(let count)?:
      guard let table = table(count, &items) else { return nil }
      decision = table
    default: return nil
    }
    return items.next() == nil ? decision : nil
  }

  private static func kind(_ text: TapeText) -> TaskKind? {
    if text.reads("foreground") { return .foreground }
    return text.reads("background") ? .background : nil
  }

  private static func table(_ count: Int, _ items: inout TapeItems) -> RoutingDecision? {
    var kind = TaskKind.foreground
    var options = RoutingOptions()
    for _ in 0..<count {
      guard case .text(let name)? = items.next(), let value = items.next() else { return nil }
      if name.reads("kind") {
        guard case .text(let text) = value, let named = Self.kind(text) else { return nil }
        kind = named
      } else if !options.set(name, value, &items) {
        return nil
      }
    }
    let decision = RoutingDecision(kind, options)
    return decision.defect == nil ? decision : nil
  }

  static func read(_ values: [LuaValue], from function: String) throws(LuaUsageError) -> RoutingDecision {
    try DecisionDecoder.routing(values)
  }
}

extension RoutingOptions {
  /// Whether the option is one, and its value was understood.
  fileprivate mutating func set(_ name: TapeText, _ value: TapeItem, _ items: inout TapeItems) -> Bool {
    switch value {
    case .text(let text):
      if name.reads("label") {
        label = text.string
      } else if name.reads("reason") {
        reason = text.string.clippedReason
      } else {
        return false
      }
    case .integer(let number) where name.reads("priority"): priority = Int(number)
    case .integer, .number:
      guard let seconds = value.seconds else { return false }
      if name.reads("detach_after") {
        detachAfter = seconds
      } else if name.reads("deadline") {
        deadline = seconds
      } else if name.reads("queue_deadline") {
        queueDeadline = seconds
      } else {
        return false
      }
    case .table(let count):
      guard name.reads("concurrency"), let limits = Self.concurrency(count, &items) else { return false }
      concurrency = limits
    default: return false
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
}
