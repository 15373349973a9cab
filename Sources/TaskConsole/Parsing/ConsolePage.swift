/// The parts of the documentation page that come from the tables of commands and of output lines.
package enum ConsolePage {
  /// All commands, with usage, details and examples.
  package static var commands: String {
    CommandTable.console.commands.map { command in
      var parts = [
        "### `" + ":\(command.name) \(command.usage)".trimmed + "`",
        command.summary.prefix(1).uppercased() + command.summary.dropFirst() + ".",
      ]
      if !command.details.isEmpty { parts.append(command.details) }
      if !command.examples.isEmpty {
        parts.append("```\n" + command.examples.joined(separator: "\n") + "\n```")
      }
      return parts.joined(separator: "\n\n")
    }.joined(separator: "\n\n")
  }

  /// What `--json` writes.
  package static var outputLines: String {
    let head = "| key | value | tells |\n|---|---|---|"
    let rows = OutputLine.all.map { line in
      "| `\(line.key)` | \(value(of: line)) | \(line.summary) |"
    }
    return ([head] + rows).joined(separator: "\n")
  }

  private static func value(of line: OutputLine) -> String {
    func names(_ fields: [String]) -> String { fields.map { "`\($0)`" }.joined(separator: " ") }
    var text = line.shape.rawValue
    if !line.fields.isEmpty { text += ": " + names(line.fields) }
    if !line.optionalFields.isEmpty { text += "; perhaps " + names(line.optionalFields) }
    return text
  }
}
