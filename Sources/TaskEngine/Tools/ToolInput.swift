import FoundationEssentials
public import TaskCore

extension ToolRequest {
  /// Reads the input as a value of some type.
  ///
  /// Throws ``ToolError/invalidInput(_:)`` that says where the JSON breaks, or which field is not what it should be.
  public func decodeInput<Value: Decodable>(as type: Value.Type = Value.self) throws(ToolError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(input.text.utf8))
    } catch let error as DecodingError {
      throw .invalidInput(input.malformation ?? error.sentence)
    } catch {
      throw .invalidInput("\(error)")
    }
  }
}

extension JSONValue: Decodable {
  /// Reads any JSON value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }
}

extension JSONText {
  /// Parses the document.
  ///
  /// Throws ``ToolError/invalidInput(_:)`` that says where it breaks.
  public func parsed() throws(ToolError) -> JSONValue {
    try ToolRequest(toolName: "", input: self, turnID: "").decodeInput()
  }
}

extension JSONText {
  /// Where and why the document is no JSON; `nil` if it is.
  fileprivate var malformation: String? {
    let bytes = Array(text.utf8)
    do throws(JSONProblem) {
      try JSONScanner.check(bytes)
      return nil
    } catch {
      let place = TextPlace(of: error.offset, in: bytes)
      return "malformed JSON at line \(place.line), column \(place.column): \(error.message)"
    }
  }
}

extension DecodingError {
  /// The error as one sentence that names the place.
  fileprivate var sentence: String {
    switch self {
    case .dataCorrupted(let context): return context.debugDescription
    case .keyNotFound(let key, let context): return "\(Self.path(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(Self.path(context.codingPath)): \(context.debugDescription)"
    @unknown default: return "\(self)"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce("input") { path, key in path + (key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)") }
  }
}
