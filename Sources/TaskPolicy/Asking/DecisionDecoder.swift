import LuaRuntime
import TaskEngine

/// Reads what a policy's functions return. Anything that is not understood is an error that says what was expected.
enum DecisionDecoder {
  private static let routeKeys = [
    "kind", "detach_after", "deadline", "queue_deadline", "concurrency", "priority", "label", "reason",
  ]

  static func routing(_ value: LuaValue) throws(LuaUsageError) -> RoutingDecision {
    switch value {
    case .nil: return .foreground
    case .string(let text):
      guard let kind = TaskKind(rawValue: text.text) else {
        throw LuaUsageError("route must return \(TaskKind.words(or: "a table", "nil")), got '\(text.text)'")
      }
      return RoutingDecision(kind: kind)
    case .table, .array: return try routing(LuaFields(value, of: "the table that route returned", known: routeKeys))
    default: throw LuaUsageError("route must return \(TaskKind.words(or: "a table", "nil")), got \(value.described)")
    }
  }

  private static func routing(_ fields: LuaFields) throws(LuaUsageError) -> RoutingDecision {
    let decision = RoutingDecision(
      kind: try fields.choice("kind") ?? .foreground,
      detachAfter: try fields.seconds("detach_after"),
      deadline: try fields.seconds("deadline"),
      queueDeadline: try fields.seconds("queue_deadline"),
      concurrency: try concurrency(fields),
      priority: try fields.integer("priority") ?? 0,
      label: try fields.text("label"),
      reason: try fields.text("reason")?.clippedReason
    )
    if let problem = problem(in: decision) { throw LuaUsageError("the table that route returned: \(problem)") }
    return decision
  }

  private static func concurrency(_ fields: LuaFields) throws(LuaUsageError) -> [String: Int] {
    let value = fields["concurrency"]
    let entries: [LuaValue: LuaValue]
    switch value {
    case .nil: return [:]
    case .array(let values) where values.isEmpty: return [:]
    case .table(let table): entries = table
    case .array: throw fields.mismatch("concurrency", "a table of keys and limits", as: "a list")
    default: throw fields.mismatch("concurrency", "a table of keys and limits", value)
    }
    var limits: [String: Int] = [:]
    for (key, value) in entries.inKeyOrder {
      guard case .string(let name) = key, let limit = value.int, limit >= 1, limit <= Int32.max else {
        throw LuaUsageError(
          "the table that route returned: concurrency maps keys to limits of at least 1, "
            + "got \(value.described) for \(key.described)"
        )
      }
      limits[name.text] = Int(limit)
    }
    return limits
  }

  /// A decision's defect in the words of Lua's options.
  private static func problem(in decision: RoutingDecision) -> String? {
    switch decision.defect {
    case nil: nil
    case .negative("detachAfter", let value): "detach_after must not be negative, got \(value.inSeconds)"
    case .negative(_, let value): "queue_deadline must not be negative, got \(value.inSeconds)"
    case .notPositive(_, let value): "deadline must be more than zero, got \(value.inSeconds)"
    case .detachOfBackground: "detach_after needs kind 'foreground', got 'background'"
    case .limitBelowOne(let key, let limit): "concurrency of '\(key)' must be at least 1, got \(limit)"
    }
  }

  static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ value: LuaValue,
    from function: String
  ) throws(LuaUsageError) -> Choice? {
    switch value {
    case .nil: return nil
    case .string(let text):
      if let choice = Choice(rawValue: text.text) { return choice }
      throw LuaUsageError("\(function) must return \(Choice.words(or: "nil")), got '\(text.text)'")
    default: throw LuaUsageError("\(function) must return \(Choice.words(or: "nil")), got \(value.described)")
    }
  }

  static func permission(_ values: [LuaValue]) throws(LuaUsageError) -> PermissionDecision {
    let reason: String?
    switch values.count > 1 ? values[1] : .nil {
    case .nil: reason = nil
    case .string(let text): reason = text.text.clippedReason
    case let other: throw LuaUsageError("permission's reason must be a string, got \(other.described)")
    }
    switch values.first ?? .nil {
    case .nil: return .deny(reason: reason ?? "the policy's permission returned nil")
    case .string("allow"): return .allow
    case .string("deny"): return .deny(reason: reason)
    case .string("require_approval"): return .requireApproval(reason: reason)
    case let other:
      throw LuaUsageError("permission must return 'allow', 'deny' or 'require_approval', got \(other.described)")
    }
  }
}
