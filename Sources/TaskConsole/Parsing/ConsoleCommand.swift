/// A `:` command: what help, completion and argument checking know of it.
package struct ConsoleCommand: Sendable {
  /// Two commands that share a line of `:help`: the other one, what follows both, and what both do.
  package typealias Pair = (other: String, usage: String, summary: String)

  /// Without the colon.
  package var name: String
  /// What follows the name, empty when nothing does.
  package var usage: String
  /// One line for `:help`, without a full stop.
  package var summary: String
  /// The command that shares its line, where `:help` would be too long otherwise.
  package var listedWith: Pair?
  /// Paragraphs for `:help NAME`.
  package var details: String
  /// Lines to type, with what they do after `--`.
  package var examples: [String]

  init(
    _ name: String,
    _ usage: String,
    _ summary: String,
    listedWith: Pair? = nil,
    details: String = "",
    examples: [String] = []
  ) {
    self.listedWith = listedWith
    self.name = name
    self.usage = usage
    self.summary = summary
    self.details = details
    self.examples = examples
  }

  /// The text of `:help NAME`.
  package var help: String {
    var parts = [":\(name) \(usage)".trimmingEnd() + "\n  \(summary)."]
    if !details.isEmpty { parts.append(details) }
    if !examples.isEmpty { parts.append("Examples:\n" + examples.map { "  " + $0 }.joined(separator: "\n")) }
    return parts.joined(separator: "\n\n")
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    guard let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[...last])
  }
}
