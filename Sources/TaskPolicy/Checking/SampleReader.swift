import LuaRuntime
import TaskEngine

/// Why a line is no sample.
struct SampleError: Error {
  var message: String
  var column: Int?
  var suggestion: String?

  init(_ message: String, column: Int? = nil, suggestion: String? = nil) {
    self.message = message
    self.column = column
    self.suggestion = suggestion
  }
}

/// Reads the lines of a sample file.
enum SampleReader {
  static func sample(_ line: [UInt8], line number: Int) throws(SampleError) -> SampleFile.Sample {
    do { try JSONScanner.check(line) } catch {
      throw SampleError("this line is not JSON: \(error.message)", column: error.offset + 1)
    }
    let value: JSONValue
    do { value = try JSONText(String(decoding: line, as: UTF8.self)).parsed() } catch {
      throw SampleError("this line is not JSON: \(error)")
    }
    let requestKeys = PolicySurface.request.fieldNames.filter { $0 != "turn_held" }
    let fields = try SampleFields(value, of: "the sample", known: requestKeys + ["result"])
    guard let tool = try fields.text("tool_name") else { throw SampleError("the sample: 'tool_name' is missing") }
    return SampleFile.Sample(
      line: number,
      request: ToolRequest(
        callID: try fields.text("call_id") ?? "call-\(number)",
        toolName: tool,
        input: fields["input"].map { JSONText($0) } ?? .emptyObject,
        sessionID: SessionID(rawValue: try fields.text("session_id") ?? "main"),
        turnID: TurnID(rawValue: try fields.text("turn_id") ?? "t1"),
        metadata: try fields.object("metadata"),
        tool: try fields["tool"].map { value throws(SampleError) in try traits(value) } ?? ToolTraits()
      ),
      endings: try fields["result"].map { value throws(SampleError) in [try ending(value)] } ?? bothEndings
    )
  }

  private static func traits(_ value: JSONValue) throws(SampleError) -> ToolTraits {
    let fields = try SampleFields(value, of: "tool", known: PolicySurface.tool.fieldNames)
    return ToolTraits(
      description: try fields.text("description") ?? "",
      isReadOnly: try fields.flag("read_only"),
      isDestructive: try fields.flag("destructive"),
      isIdempotent: try fields.flag("idempotent")
    )
  }

  private static func ending(_ value: JSONValue) throws(SampleError) -> SampleEnding {
    let fields = try SampleFields(value, of: "result", known: PolicySurface.result.fieldNames)
    let isError = try fields.flag("is_error")
    let output: ToolResult.Output =
      switch fields["output"] {
      case nil: .text("")
      case .string(let text): .text(text)
      case .some(let value): .json(JSONText(value))
      }
    let word = try fields.text("status") ?? TaskStatus.completed.rawValue
    guard let status = TaskStatus(rawValue: word), status.isEnded else {
      throw SampleError(
        "result: status must be 'completed', 'failed' or 'cancelled', got '\(word)'",
        suggestion: Suggestion.nearest(to: word, among: TaskStatus.allCases.filter(\.isEnded).map(\.rawValue))
      )
    }
    return SampleEnding(
      result: ToolResult(output, isError: isError, metadata: try fields.object("metadata")),
      status: status,
      // No call lasts longer than thirty years.
      duration: .seconds(min(try fields.number("duration") ?? 1, 1e9))
    )
  }

  /// What is asked about where a line does not say how its call ends.
  private static let bothEndings = [
    SampleEnding(result: .text("ok"), status: .completed, duration: .seconds(1)),
    SampleEnding(result: .text("it failed", isError: true), status: .failed, duration: .seconds(1)),
  ]
}

/// The fields of a JSON object, strictly: what is not known is an error.
private struct SampleFields {
  private let subject: String
  private let fields: [String: JSONValue]

  init(_ value: JSONValue, of subject: String, known: [String]) throws(SampleError) {
    guard case .object(let fields) = value else { throw SampleError("\(subject) must be a JSON object") }
    if let unknown = fields.keys.filter({ !known.contains($0) }).min() {
      throw SampleError(
        "\(subject): unknown key '\(unknown)'",
        suggestion: Suggestion.nearest(to: unknown, among: known)
      )
    }
    self.subject = subject
    self.fields = fields
  }

  subscript(name: String) -> JSONValue? { fields[name] }

  func text(_ name: String) throws(SampleError) -> String? {
    switch fields[name] {
    case nil: return nil
    case .string(let text): return text
    default: throw SampleError("\(subject): \(name) must be a text")
    }
  }

  func flag(_ name: String) throws(SampleError) -> Bool {
    switch fields[name] {
    case nil: return false
    case .boolean(let value): return value
    default: throw SampleError("\(subject): \(name) must be true or false")
    }
  }

  func number(_ name: String) throws(SampleError) -> Double? {
    switch fields[name] {
    case nil: return nil
    case .integer(let value) where value >= 0: return Double(value)
    case .number(let value) where value >= 0: return value
    default: throw SampleError("\(subject): \(name) must be a number of seconds")
    }
  }

  func object(_ name: String) throws(SampleError) -> [String: JSONValue] {
    switch fields[name] {
    case nil: return [:]
    case .object(let value): return value
    default: throw SampleError("\(subject): \(name) must be a JSON object")
    }
  }
}
