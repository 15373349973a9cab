/// A place in an input or in a schema, as messages write it: `input.files[2].name`.
struct SchemaPath: CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  subscript(name: String) -> SchemaPath {
    let isWord =
      !name.isEmpty && name.unicodeScalars.allSatisfy { $0.properties.isXIDContinue || $0 == "$" || $0 == "-" }
    return SchemaPath(description + (isWord ? ".\(name)" : "[\(JSONValue.string(name).jsonText)]"))
  }

  subscript(index: Int) -> SchemaPath { SchemaPath("\(description)[\(index)]") }

  func error(_ message: String) -> InputSchemaError { InputSchemaError(place: description, message: message) }

  func mismatch(_ message: String) -> ToolError { .invalidInput("\(description): \(message)") }
}

extension JSONValue {
  /// The value as messages name it: what it is, and what it says as far as that is short.
  var described: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text):
      text.count <= 60
        ? "the string \(jsonText)" : "the string \(JSONValue.string(String(text.prefix(60)) + "…").jsonText)"
    case .array(let values): values.isEmpty ? "an empty array" : "an array"
    case .object: "an object"
    }
  }

  var asNumber: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
