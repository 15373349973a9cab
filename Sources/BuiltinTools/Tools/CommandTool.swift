package import TaskEngine

/// A tool that is one command: an argument vector in which `{name}` stands for that input, whole.
package struct CommandTool: Tool {
  package let name: String
  package let traits: ToolTraits
  private let arguments: [String]
  private let commandGuard: CommandGuardChoice

  /// - Parameters:
  ///   - arguments: the program and its arguments, none of them ever read by a shell.
  ///   - commandGuard: under what the command runs.
  package init(name: String, traits: ToolTraits, arguments: [String], commandGuard: CommandGuardChoice) {
    self.name = name
    self.traits = traits
    self.arguments = arguments
    self.commandGuard = commandGuard
  }

  package func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    guard case .object(let input) = try request.input.parsed() else {
      throw ToolError.invalidInput("input must be an object")
    }
    var filled: [String] = []
    for argument in arguments { filled.append(try Self.fill(argument, from: input)) }
    return try await commandGuard.run(Command(.arguments(filled)), context: context)
  }

  /// Replaces each `{name}` by that input. What is put in is not looked at again.
  static func fill(_ argument: String, from input: [String: JSONValue]) throws(ToolError) -> String {
    var filled = ""
    var rest = argument[...]
    while let open = rest.firstIndex(of: "{") {
      filled += rest[..<open]
      let after = rest.index(after: open)
      guard let close = rest[after...].firstIndex(of: "}"), Self.isName(rest[after..<close]) else {
        filled.append("{")
        rest = rest[after...]
        continue
      }
      let name = String(rest[after..<close])
      switch input[name] {
      case .string(let text): filled += text
      case .integer(let value): filled += "\(value)"
      case .number(let value): filled += "\(value)"
      case .boolean(let value): filled += "\(value)"
      case nil, .null: throw .invalidInput("input.\(name) is missing: the command needs it")
      case .array, .object: throw .invalidInput("input.\(name) must be a string, a number or a boolean")
      }
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
