/// What a tool call answers: one item of the transcript.
public struct ToolResult: Hashable, Sendable {
  /// What the tool produced.
  public enum Output: Hashable, Sendable {
    /// Plain text.
    case text(String)
    /// A JSON document.
    case json(JSONText)
  }

  /// The answer itself.
  public var output: Output
  /// The call did not do what it was asked to; the output says why.
  public var isError: Bool
  /// Facts beside the answer, such as a command's exit code.
  public var metadata: [String: JSONValue]

  /// Makes a result.
  public init(_ output: Output, isError: Bool = false, metadata: [String: JSONValue] = [:]) {
    self.output = output
    self.isError = isError
    self.metadata = metadata
  }

  /// Makes a result of plain text.
  public static func text(_ text: String, isError: Bool = false) -> ToolResult {
    ToolResult(.text(text), isError: isError)
  }

  /// Makes a result of a JSON value.
  public static func json(_ value: JSONValue) -> ToolResult { ToolResult(.json(JSONText(value))) }

  /// The output as text: the text itself, or the JSON document.
  public var text: String {
    switch output {
    case .text(let text): text
    case .json(let document): document.text
    }
  }
}
