package import LuaRuntime
package import TaskEngine
import TaskPolicy

/// A named list of facts that Lua reads as a table and `--json` writes as an object: one shape for both.
package struct Record: Sendable {
  /// One fact.
  package enum Field: Sendable {
    case value(JSONValue)
    case output(ToolResult.Output)
    case records([Record])
  }

  private var fields: [(name: String, field: Field)] = []

  package init(_ fields: KeyValuePairs<String, JSONValue?> = [:]) {
    for (name, value) in fields { self[name] = value.map { .value($0) } }
  }

  /// Reads or sets a field; a field that is not there is left out of the table and of the JSON.
  package subscript(name: String) -> Field? {
    get { fields.first { $0.name == name }?.field }
    set {
      fields.removeAll { $0.name == name }
      if let newValue { fields.append((name, newValue)) }
    }
  }

  /// As a Lua table.
  package var lua: LuaValue {
    var table: [LuaValue: LuaValue] = [:]
    for (name, field) in fields { table[.string(name)] = field.lua }
    return .table(table)
  }

  /// The fields with their values as text, in order.
  package var lines: [(name: String, text: String)] {
    fields.map { name, field in
      switch field {
      case .value(.string(let text)), .output(.text(let text)): (name, text)
      default: (name, field.jsonText)
      }
    }
  }

  /// As a JSON object on one line, its keys in the order of the fields.
  package var jsonText: String {
    "{" + fields.map { JSONValue.string($0.name).jsonText + ":" + $0.field.jsonText }.joined(separator: ",") + "}"
  }
}

extension Record.Field {
  var lua: LuaValue {
    switch self {
    case .value(.string(let text)): .string(text)
    case .value(.boolean(let value)): .boolean(value)
    case .value(.integer(let value)): .integer(value)
    case .value(.number(let value)): .number(value)
    case .value(let value): .json(Array(value.jsonText.utf8))
    case .output(let output): LuaValue(output)
    case .records(let records): .array(records.map(\.lua))
    }
  }

  var jsonText: String {
    switch self {
    case .value(let value): value.jsonText
    case .output(.text(let text)): JSONValue.string(text).jsonText
    case .output(.json(let document)): document.text
    case .records(let records): "[" + records.map(\.jsonText).joined(separator: ",") + "]"
    }
  }
}
