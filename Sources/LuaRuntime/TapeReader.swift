internal import CLuaShims

/// A value as it lies on a tape from Lua. Good as long as the tape is.
package enum TapeItem {
  case `nil`
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  case text(TapeText)
  /// So many values follow.
  case array(Int)
  /// So many times a key and a value follow.
  case table(Int)
  /// Something else; what follows it cannot be looked at.
  case other
}

/// A text as it lies on a tape from Lua. Good as long as the tape is.
package struct TapeText {
  /// The bytes, as Lua has them.
  package let bytes: UnsafeRawBufferPointer

  /// The text; what is not UTF-8 becomes U+FFFD.
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether these are its bytes.
  package func reads(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard count == bytes.count, count > 0 else { return count == bytes.count }
    return bytes[0] == text.utf8Start.pointee && sy_same_bytes(text.utf8Start, bytes.baseAddress, count) != 0
  }
}

/// Lua → Swift.
struct TapeReader {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0
  /// Not held: a tape is good within an entry only.
  private unowned(unsafe) let state: LuaState

  init(_ bytes: UnsafeRawBufferPointer, for state: LuaState) {
    self.bytes = bytes
    self.state = state
  }

  mutating func values() -> [LuaValue] {
    var values: [LuaValue] = []
    while offset < bytes.count { values.append(value()) }
    return values
  }

  private mutating func value() -> LuaValue {
    switch next() {
    case .nil, nil: return .nil
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .text(let text): return .string(LuaString(bytes: Array(text.bytes)))
    case .array(let count):
      var values: [LuaValue] = []
      values.reserveCapacity(count)
      for _ in 0..<count { values.append(value()) }
      return .array(values)
    case .table(let count):
      var entries: [LuaValue: LuaValue] = [:]
      entries.reserveCapacity(count)
      for _ in 0..<count {
        let key = value()
        entries[key] = value()
      }
      return .table(entries)
    case .other: return other()
    }
  }

  /// The next value; `nil` at the end. Stays in front of what it cannot tell.
  mutating func next() -> TapeItem? {
    guard offset < bytes.count else { return nil }
    let tag = raw(UInt8.self)
    switch sy_tag(rawValue: UInt32(tag)) {
    case SY_TAG_NIL: return .nil
    case SY_TAG_FALSE: return .boolean(false)
    case SY_TAG_TRUE: return .boolean(true)
    case SY_TAG_INTEGER: return .integer(raw(Int64.self))
    case SY_TAG_NUMBER: return .number(raw(Double.self))
    case SY_TAG_STRING: return .text(text())
    case SY_TAG_ARRAY: return .array(Int(raw(UInt32.self)))
    case SY_TAG_TABLE: return .table(Int(raw(UInt32.self)))
    default:
      offset -= 1
      return .other
    }
  }

  /// A value that belongs to the state: whoever reads it holds it from then on.
  private mutating func other() -> LuaValue {
    switch sy_tag(rawValue: UInt32(raw(UInt8.self))) {
    case SY_TAG_NULL: return .null
    case SY_TAG_FUNCTION:
      let id = raw(Int64.self)
      let line = Int(raw(Int32.self))
      return .function(LuaFunction(id: id, owner: state.releases, source: text().string, line: line))
    case SY_TAG_OBJECT:
      let type = raw(Int64.self)
      let handle = raw(Int64.self)
      guard let id = state.typeID(type) else { return .nil }
      return .object(LuaObject(type: id, handle: handle))
    default: return .nil
    }
  }

  private mutating func text() -> TapeText {
    let count = Int(raw(UInt32.self))
    defer { offset += count }
    return TapeText(bytes: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]))
  }

  private mutating func raw<T: BitwiseCopyable>(_ type: T.Type) -> T {
    defer { offset += MemoryLayout<T>.size }
    return bytes.loadUnaligned(fromByteOffset: offset, as: type)
  }
}
