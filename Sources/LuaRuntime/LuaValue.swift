/// A value that crosses between Swift and Lua.
package enum LuaValue: Sendable, Hashable {
  case `nil`
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  case string(LuaString)
  /// `json.null`.
  case null
  /// A table made by `json.array`, or one whose keys are 1 to n.
  case array([LuaValue])
  /// Any other table.
  case table([LuaValue: LuaValue])
  /// Only towards Lua: JSON text, decoded there into fresh values.
  case json([UInt8])
  /// A function of the state that it came from.
  case function(LuaFunction)
  /// An object of the host.
  case object(LuaObject)
}

extension LuaValue {
  /// A string of a text's UTF-8.
  package static func string(_ text: String) -> LuaValue { .string(LuaString(text)) }

  /// A string's text; nil for other types, numbers too.
  package var text: String? {
    if case .string(let value) = self { value.text } else { nil }
  }

  /// An integer, or a number with an integer's value.
  package var int: Int64? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int64(exactly: value)
    default: nil
    }
  }

  /// A number of either kind.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// An array's elements; an empty table has none.
  package var elements: [LuaValue]? {
    switch self {
    case .array(let values): values
    case .table(let entries) where entries.isEmpty: []
    default: nil
    }
  }

  /// A function.
  package var function: LuaFunction? {
    if case .function(let value) = self { value } else { nil }
  }

  /// The entry of a table with a string key; `.nil` if there is none or this is no table.
  package subscript(_ key: String) -> LuaValue {
    if case .table(let entries) = self { entries[.string(key)] ?? .nil } else { .nil }
  }

  /// The entry of a table or array with a 1-based index; `.nil` if there is none.
  package subscript(index index: Int) -> LuaValue {
    switch self {
    case .array(let values): values.indices.contains(index - 1) ? values[index - 1] : .nil
    case .table(let entries): entries[.integer(Int64(index))] ?? .nil
    default: .nil
    }
  }

  /// The type's name for messages: Lua's, and "null", "array" or an object's type.
  package var typeName: String {
    switch self {
    case .nil: "nil"
    case .boolean: "boolean"
    case .integer, .number: "number"
    case .string: "string"
    case .null: "null"
    case .array, .table, .json: "table"
    case .function: "function"
    case .object(let object): object.type.name
    }
  }
}

extension LuaValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A string of a literal's UTF-8.
  package init(stringLiteral value: String) { self = .string(value) }
  /// An integer.
  package init(integerLiteral value: Int64) { self = .integer(value) }
  /// A float.
  package init(floatLiteral value: Double) { self = .number(value) }
  /// A boolean.
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// Lua's nil.
  package init(nilLiteral: ()) { self = .nil }
  /// An array.
  package init(arrayLiteral elements: LuaValue...) { self = .array(elements) }
  /// A table; of equal keys the last counts.
  package init(dictionaryLiteral elements: (LuaValue, LuaValue)...) {
    self = .table(Dictionary(elements) { $1 })
  }
}
