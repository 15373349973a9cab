import TaskEngine
import TaskScripting

extension Console {
  /// Loads a file of tools, and says what becomes of it whenever it is saved.
  func load(_ file: ToolsFile) async throws {
    try await work.perform { [self] in
      try await file.load { [self, weak file] report in
        events.flush()
        show(report, keepsLast: file?.isLoaded == true)
      }
    }
  }

  private func show(_ report: ToolsFile.Report, keepsLast: Bool) {
    switch report {
    case .loaded(let names):
      output.show(
        events.line("tools_loaded", at: host.world.control.now, .policy, names.joined(separator: ", ")),
        as: "tools_loaded",
        json: JSONValue.array(names.map { .string($0) }).jsonText
      )
    case .failed(let error):
      output.show(
        events.line(
          "tools_fault",
          at: host.world.control.now,
          .failed,
          "\(error)" + (keepsLast ? "; the tools of the last good one stay" : "")
        ),
        as: "tools_fault",
        json: JSONValue.string("\(error)").jsonText
      )
    }
  }

  /// All tools, or all about one.
  func showTools(_ name: String?) throws {
    let tools = host.world.tools
    if let name {
      guard let tool = tools.tool(named: name) else {
        throw ToolError.notFound(name, suggestion: Suggestion.nearest(to: name, among: tools.names))
      }
      output.show(tool.details, as: "tool", json: tool.record.jsonText)
      return
    }
    var table = Table([.init("TOOL"), .init("DESCRIPTION", isFlexible: true)])
    let all = tools.names.compactMap { tools.tool(named: $0) }
    for tool in all {
      table.addRow([
        .init(TerminalText.sanitized(tool.name)), .init(TerminalText.sanitized(tool.traits.description)),
      ])
    }
    let width = TerminalWidth.terminalColumns(environment: [:])
    output.show(
      table.lines(width: width, style: output.style).joined(separator: "\n"),
      as: "tools",
      json: "[" + all.map(\.record.jsonText).joined(separator: ",") + "]"
    )
  }
}

extension Tool {
  /// The tool on several lines: what it does, what it says of itself, and the fields of its input.
  fileprivate var details: String {
    let claims = [
      traits.isReadOnly ? "changes nothing" : nil,
      traits.isDestructive ? "may destroy what cannot be brought back" : nil,
      traits.isIdempotent ? "may be called again" : nil,
    ].compactMap { $0 }
    var lines = [traits.description.isEmpty ? name : "\(name): \(traits.description)"]
    if !claims.isEmpty { lines.append("  " + claims.joined(separator: ", ")) }
    let fields = inputSchema?.fields ?? []
    let width = fields.map(\.name.count).max() ?? 0
    for field in fields {
      let padding = String(repeating: " ", count: width - field.name.count)
      let optional = field.isRequired ? "" : ", optional"
      let said = field.description.isEmpty ? "" : ": \(field.description)"
      lines.append("  input.\(field.name)\(padding)  \(field.expectation)\(optional)\(said)")
    }
    if inputSchema == nil { lines.append("  takes any input") }
    return lines.map(TerminalText.sanitized).joined(separator: "\n")
  }
}
