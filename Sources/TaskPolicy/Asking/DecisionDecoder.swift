import LuaRuntime
import TaskEngine

/// Reads what a policy's functions return. Anything that is not understood is an error that says what was expected.
enum DecisionDecoder {
  static func routing(_ values: [LuaValue]) throws(LuaUsageError) -> RoutingDecision {
    try refuse(more: values.dropFirst(), from: "route", advice: "; for a reason return { kind = …, reason = … }")
    switch values.first ?? .nil {
    case .nil: return .foreground
    case .string(let text):
      if let kind = TaskKind(rawValue: text.text) { return RoutingDecision(kind: kind) }
      throw unknown(text, from: "route", TaskKind.self, or: "a table", "nil")
    case let table where table.isTable:
      return try routing(LuaFields(table, as: PolicySurface.decision))
    case let other:
      throw LuaUsageError("route must return \(TaskKind.words(or: "a table", "nil")), got \(other.described)")
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
    _ values: [LuaValue],
    from function: String
  ) throws(LuaUsageError) -> Choice? {
    try refuse(more: values.dropFirst(), from: function)
    switch values.first ?? .nil {
    case .nil: return nil
    case .string(let text):
      if let choice = Choice(rawValue: text.text) { return choice }
      throw unknown(text, from: function, Choice.self, or: "nil")
    case let other:
      throw LuaUsageError("\(function) must return \(Choice.words(or: "nil")), got \(other.described)")
    }
  }

  /// What `permission` returns.
  enum Permission: String, CaseIterable {
    case allow
    case deny
    case requireApproval = "require_approval"
  }

  static func permission(_ values: [LuaValue]) throws(LuaUsageError) -> PermissionDecision {
    try refuse(more: values.dropFirst(2), from: "permission")
    let reason: String?
    switch values.count > 1 ? values[1] : .nil {
    case .nil: reason = nil
    case .string(let text): reason = text.text.clippedReason
    case let other: throw LuaUsageError("permission's reason must be a string, got \(other.described)")
    }
    switch values.first ?? .nil {
    case .nil: return .deny(reason: reason ?? "the policy's permission returned nil")
    case .string(let text):
      switch Permission(rawValue: text.text) {
      case .allow: return .allow
      case .deny: return .deny(reason: reason)
      case .requireApproval: return .requireApproval(reason: reason)
      case nil: throw unknown(text, from: "permission", Permission.self)
      }
    case let other: throw LuaUsageError("permission must return \(Permission.words), got \(other.described)")
    }
  }

  private static func unknown<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: LuaString,
    from function: String,
    _ choices: Choice.Type,
    or others: String...
  ) -> LuaUsageError {
    let hint = LuaUsageError.hint(for: text.text, among: choices.allCases.map(\.rawValue))
    let got = LuaValue.string(text).described
    return LuaUsageError("\(function) must return \(choices.words(or: others)), got \(got)\(hint)")
  }

  /// What a function returns besides what is asked of it would be lost without a word.
  private static func refuse(
    more values: some Sequence<LuaValue>,
    from function: String,
    advice: String = ""
  ) throws(LuaUsageError) {
    guard let value = values.first(where: { $0 != .nil }) else { return }
    throw LuaUsageError("\(function) returned one value too many: \(value.described)\(advice)")
  }
}
