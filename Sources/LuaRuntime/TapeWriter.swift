internal import CLuaShims

/// Swift → Lua: a flat run of values (see `sy_tape.h`).
struct TapeWriter {
  private(set) var bytes: [UInt8] = []
  private let state: LuaState
  private var depth = 0

  init(for state: LuaState) { self.state = state }

  mutating func append(_ values: [LuaValue]) throws(LuaError) {
    for value in values { try append(value) }
  }

  mutating func append(_ value: LuaValue) throws(LuaError) {
    switch value {
    case .nil: tag(SY_TAG_NIL)
    case .boolean(let value): tag(value ? SY_TAG_TRUE : SY_TAG_FALSE)
    case .null: tag(SY_TAG_NULL)
    case .integer(let value):
      tag(SY_TAG_INTEGER)
      raw(value)
    case .number(let value):
      tag(SY_TAG_NUMBER)
      raw(value)
    case .string(let value): try append(value.bytes, as: SY_TAG_STRING)
    case .json(let text): try append(text, as: SY_TAG_JSON)
    case .array(let values):
      try nest(SY_TAG_ARRAY, count: values.count)
      try append(values)
      depth -= 1
    case .table(let entries): try append(entries)
    case .function(let function):
      guard function.owner === state.releases else {
        throw LuaError(.misuse, "a function of another Lua state (\(function.source):\(function.line))")
      }
      tag(SY_TAG_FUNCTION)
      raw(function.id)
    case .object(let object):
      guard let type = state.typeNumber(object.type) else {
        throw LuaError(.misuse, "an object of a type that this state does not define: \(object.type.name)")
      }
      tag(SY_TAG_OBJECT)
      raw(type)
      raw(object.handle)
    }
  }

  /// In a fixed order, because in deterministic states the order of creation shows.
  private mutating func append(_ entries: [LuaValue: LuaValue]) throws(LuaError) {
    try nest(SY_TAG_TABLE, count: entries.count)
    let sorted = entries.count < 2 ? Array(entries) : entries.sorted { TapeWriter.isBefore($0.key, $1.key) }
    for (key, value) in sorted {
      if case .nil = key { throw LuaError(.misuse, "a table key is nil") }
      if case .number(let number) = key, number.isNaN { throw LuaError(.misuse, "a table key is nan") }
      try append(key)
      try append(value)
    }
    depth -= 1
  }

  private static func isBefore(_ a: LuaValue, _ b: LuaValue) -> Bool {
    switch (a, b) {
    case (.string(let a), .string(let b)): a.bytes.lexicographicallyPrecedes(b.bytes)
    case (.integer(let a), .integer(let b)): a < b
    case (.integer, .string): true
    default: false
    }
  }

  mutating func append(_ text: [UInt8], as tagged: sy_tag) throws(LuaError) {
    guard text.count < Int(UInt32.max) else { throw LuaError(.valueTooLarge, "the text has over 4 GiB") }
    tag(tagged)
    raw(UInt32(text.count))
    bytes.append(contentsOf: text)
  }

  private mutating func nest(_ tagged: sy_tag, count: Int) throws(LuaError) {
    guard depth < 199 else { throw LuaError(.valueTooLarge, "tables are nested too deep to enter Lua") }
    guard count < Int(Int32.max) else { throw LuaError(.valueTooLarge, "the table has too many entries") }
    depth += 1
    tag(tagged)
    raw(UInt32(count))
  }

  private mutating func tag(_ tag: sy_tag) { bytes.append(UInt8(truncatingIfNeeded: tag.rawValue)) }

  private mutating func raw<T: BitwiseCopyable>(_ value: T) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }
}
