package import LuaRuntime
package import TaskEngine

extension LuaValue {
  /// A result's output: text as a string, a JSON document as what it says.
  package init(_ output: ToolResult.Output) {
    switch output {
    case .text(let text): self = .string(text)
    case .json(let document): self = .json(Array(document.text.utf8))
    }
  }

  /// Metadata as a table.
  package init(_ metadata: [String: JSONValue]) {
    self = .json(Array(JSONValue.object(metadata).jsonText.utf8))
  }

  /// A duration as seconds; `nil` as nil.
  package init(seconds duration: Duration?) {
    self = duration.map { .number($0.inSeconds) } ?? .nil
  }

  /// A text; `nil` as nil.
  package init(text: String?) {
    self = text.map { .string($0) } ?? .nil
  }

  /// A table with these fields; nil ones are left out.
  package static func record(_ fields: KeyValuePairs<String, LuaValue>) -> LuaValue {
    .table(Dictionary(uniqueKeysWithValues: fields.filter { $0.value != .nil }.map { (.string($0.key), $0.value) }))
  }

  package init(_ statistics: LabelStatistics?) {
    guard let statistics else {
      self = .nil
      return
    }
    self = .record([
      "count": .integer(Int64(statistics.count)),
      "mean": .number(statistics.mean.inSeconds),
      "p50": .number(statistics.p50.inSeconds),
      "p95": .number(statistics.p95.inSeconds),
      "failures": .integer(Int64(statistics.failures)),
    ])
  }

  /// Whether Lua sees a table.
  var isTable: Bool {
    switch self {
    case .table, .array: true
    default: false
    }
  }

  /// How messages name a value: what it is, and what it says if that is short.
  package var described: String {
    switch self {
    case .nil: "nil"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value) where value.bytes.count <= 40: "'\(value.text)'"
    case .null: "json.null"
    default: "a \(typeName)"
    }
  }
}

/// Something that Lua code got wrong, in words for its author.
package struct LuaUsageError: Error, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  /// ` (did you mean 'x'?)` for the nearest of the names, if one is near.
  static func hint(for name: String, among names: [String]) -> String {
    Suggestion.nearest(to: name, among: names).map { " (did you mean '\($0)'?)" } ?? ""
  }
}

/// Reads the fields of a table that Lua code gave, strictly: what is not asked for is an error.
package struct LuaFields {
  private let subject: String
  private let fields: [String: LuaValue]

  /// - Parameters:
  ///   - value: a table; nil reads as an empty one.
  ///   - subject: how messages name the table, such as `options`.
  ///   - known: the fields that there may be.
  ///   - ignoresOthers: passes over others instead of refusing them.
  package init(
    _ value: LuaValue,
    of subject: String,
    known: [String],
    ignoringOthers ignoresOthers: Bool = false
  ) throws(LuaUsageError) {
    self.subject = subject
    var fields: [String: LuaValue] = [:]
    switch value {
    case .nil: break
    case .array(let values) where values.isEmpty: break
    case .table(let entries):
      var isStrange = false
      for (key, value) in entries {
        if case .string(let name) = key, case let name = name.text, known.contains(name) {
          fields[name] = value
        } else {
          isStrange = true
        }
      }
      if isStrange { try Self.refuseStrange(entries, of: subject, known: known, ignoringOthers: ignoresOthers) }
    case .array: throw LuaUsageError("\(subject): expected a table with named fields, got a list")
    default: throw LuaUsageError("\(subject): expected a table, got \(value.described)")
    }
    self.fields = fields
  }

  /// Throws what is wrong with the keys of a table. In order, so that of several mistakes the same one is told every time.
  private static func refuseStrange(
    _ entries: [LuaValue: LuaValue],
    of subject: String,
    known: [String],
    ignoringOthers ignoresOthers: Bool
  ) throws(LuaUsageError) {
    for (key, _) in entries.inKeyOrder {
      guard case .string(let name) = key else {
        throw LuaUsageError("\(subject): unexpected key \(key.described); the keys are names")
      }
      if ignoresOthers || known.contains(name.text) { continue }
      let hint = LuaUsageError.hint(for: name.text, among: known)
      throw LuaUsageError("\(subject): unknown key \(key.described)\(hint)")
    }
  }

  /// - Parameters:
  ///   - value: a table; nil reads as an empty one.
  ///   - table: says what fields there may be.
  ///   - subject: how messages name the table, if not as the description does.
  package init(
    _ value: LuaValue,
    as table: LuaSurface.Class,
    of subject: String? = nil,
    ignoringOthers ignoresOthers: Bool = false
  ) throws(LuaUsageError) {
    try self.init(
      value,
      of: subject ?? table.shownName,
      known: table.fieldNames,
      ignoringOthers: ignoresOthers
    )
  }

  package subscript(name: String) -> LuaValue { fields[name] ?? .nil }

  package var isEmpty: Bool { fields.isEmpty }

  package func text(_ name: String) throws(LuaUsageError) -> String? {
    switch self[name] {
    case .nil: return nil
    case .string(let text): return text.text
    case let other: throw mismatch(name, "a string", other)
    }
  }

  package func flag(_ name: String) throws(LuaUsageError) -> Bool? {
    switch self[name] {
    case .nil: return nil
    case .boolean(let value): return value
    case let other: throw mismatch(name, "a boolean", other)
    }
  }

  package func integer(_ name: String) throws(LuaUsageError) -> Int? {
    switch self[name] {
    case .nil: return nil
    case let value:
      guard let number = value.int else { throw mismatch(name, "a whole number", value) }
      return Int(number)
    }
  }

  /// A whole number that is not negative.
  package func size(_ name: String) throws(LuaUsageError) -> Int? {
    guard let number = try integer(name) else { return nil }
    guard number >= 0 else { throw LuaUsageError("\(subject): \(name) must not be negative, got \(number)") }
    return number
  }

  /// A duration given in seconds.
  package func seconds(_ name: String) throws(LuaUsageError) -> Duration? {
    if self[name] == .nil { return nil }
    guard let duration = Duration(luaSeconds: self[name]) else {
      throw mismatch(name, "a number of seconds", self[name])
    }
    return duration
  }

  /// One of an enumeration's raw values.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String
  ) throws(LuaUsageError) -> Choice? {
    guard let text = try text(name) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let hint = LuaUsageError.hint(for: text, among: Choice.allCases.map(\.rawValue))
    let got = LuaValue.string(text).described
    throw LuaUsageError("\(subject): \(name) must be \(Choice.words), got \(got)\(hint)")
  }

  package func mismatch(_ name: String, _ expected: String, _ got: LuaValue) -> LuaUsageError {
    mismatch(name, expected, as: got.described)
  }

  func mismatch(_ name: String, _ expected: String, as got: String) -> LuaUsageError {
    LuaUsageError("\(subject): \(name) must be \(expected), got \(got)")
  }
}

extension CaseIterable where Self: RawRepresentable<String> {
  /// The choices as a phrase: `'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`.
  package static var words: String { words() }

  /// The choices and others beside them as a phrase.
  static func words(or others: String...) -> String { words(or: others) }

  static func words(or others: [String]) -> String {
    let all = allCases.map { "'\($0.rawValue)'" } + others
    return all.count < 2
      ? all.joined() : all.dropLast().joined(separator: ", ") + " or " + all[all.count - 1]
  }
}

extension [LuaValue: LuaValue] {
  /// The entries in the order of their keys as text: a dictionary's own order differs between runs.
  var inKeyOrder: [(key: LuaValue, value: LuaValue)] {
    map { (key: $0.key, value: $0.value, text: $0.key.described) }.sorted { $0.text < $1.text }.map {
      ($0.key, $0.value)
    }
  }
}

extension Duration {
  /// A duration given in seconds; `nil` for what is no number, or not finite.
  package init?(luaSeconds value: LuaValue) {
    switch value {
    case .integer(let seconds): self.init(inSeconds: Double(seconds))
    case .number(let seconds): self.init(inSeconds: seconds)
    default: return nil
    }
  }
}

extension TapeItem {
  /// A number of seconds as a duration; `nil` for what is no number, or not finite.
  var seconds: Duration? {
    switch self {
    case .integer(let seconds): Duration(inSeconds: Double(seconds))
    case .number(let seconds): Duration(inSeconds: seconds)
    default: nil
    }
  }
}
