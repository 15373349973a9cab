import LuaRuntime
import TaskEngine
import TaskPolicy

extension LuaValue {
  /// The value as a JSON object's fields.
  func jsonObject(of subject: String) throws -> [String: JSONValue] {
    guard case .object(let fields) = try json(of: subject) else {
      throw LuaUsageError("\(subject) must be a table of named values, got \(described)")
    }
    return fields
  }

  private func json(of subject: String) throws -> JSONValue {
    switch self {
    case .nil, .null: return .null
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .string(let text): return .string(text.text)
    case .array(let values): return .array(try values.map { try $0.json(of: subject) })
    case .table(let entries):
      var fields: [String: JSONValue] = [:]
      for (key, value) in entries {
        guard case .string(let name) = key else {
          throw LuaUsageError("\(subject): the keys must be names, got \(key.described)")
        }
        fields[name.text] = try value.json(of: subject)
      }
      return .object(fields)
    case .json(let bytes): return try JSONText(String(decoding: bytes, as: UTF8.self)).parsed()
    case .function, .object: throw LuaUsageError("\(subject): \(described) is no plain data")
    }
  }
}
