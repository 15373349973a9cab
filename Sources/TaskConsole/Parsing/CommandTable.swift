import TaskEngine

/// The commands, by name.
package struct CommandTable: Sendable {
  /// Why a name is no command.
  package enum LookupError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No command of that name, and perhaps one of a similar name.
    case unknown(name: String, suggestion: String?)
    /// Several commands begin so.
    case ambiguous(prefix: String, names: [String])

    /// What to say.
    package var description: String {
      switch self {
      case .unknown(let name, let suggestion?): "unknown command ':\(name)': did you mean ':\(suggestion)'?"
      case .unknown(let name, nil): "unknown command ':\(name)': ':help' lists them"
      case .ambiguous(let prefix, let names):
        "':\(prefix)' could be " + names.map { ":\($0)" }.joined(separator: ", ")
      }
    }
  }

  /// In the order of `:help`.
  package let commands: [ConsoleCommand]

  /// - Parameter commands: In the order of `:help`.
  package init(_ commands: [ConsoleCommand]) { self.commands = commands }

  /// The command of that name.
  ///
  /// - Parameters:
  ///   - name: With or without its colon.
  ///   - allowingPrefix: Whether the beginning of just one name is enough, as at a terminal.
  /// - Throws: ``LookupError``.
  package func command(named name: String, allowingPrefix: Bool) throws(LookupError) -> ConsoleCommand {
    let name = name.hasPrefix(":") ? String(name.dropFirst()) : name
    if let command = commands.first(where: { $0.name == name }) { return command }
    let matches = name.isEmpty ? [] : commands.filter { $0.name.hasPrefix(name) }
    if allowingPrefix, matches.count == 1 { return matches[0] }
    if allowingPrefix, matches.count > 1 { throw .ambiguous(prefix: name, names: matches.map(\.name)) }
    // Where prefixes do not work, one may still have meant the command.
    let suggestion = matches.first?.name ?? Suggestion.nearest(to: name, among: commands.map(\.name))
    throw .unknown(name: name, suggestion: suggestion)
  }

  /// The text of `:help`: a line for each command or two, at most 80 columns wide.
  package var help: String {
    let second = Set(commands.compactMap { $0.listedWith?.other })
    let rows = commands.filter { !second.contains($0.name) }.map { command in
      command.listedWith.map { (":\(command.name), :\($0.other) \($0.usage)", $0.summary) }
        ?? (":\(command.name) \(command.usage)", command.summary)
    }
    // A usage that is longer pushes only its own summary to the right.
    let width = rows.map { TerminalWidth.columns(of: $0.0) }.filter { $0 < 28 }.max() ?? 0
    let lines = rows.map { TerminalWidth.padded($0.0, to: width) + " " + $0.1 }
    let rest = "Anything else is Lua. ':help start' tells more. The prompt is session/turn."
    return (lines + [rest]).joined(separator: "\n")
  }
}
