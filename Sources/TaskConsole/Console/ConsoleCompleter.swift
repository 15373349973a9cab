/// Completes commands, and the tools and tasks that they take.
enum ConsoleCompleter {
  /// The names there are now.
  struct Names: Sendable {
    var tools: [String] = []
    var tasks: [String] = []
  }

  static func completion(of line: String, cursor: Int, names: Names) -> Completion {
    let typed = String(decoding: Array(line.utf8.prefix(cursor)), as: UTF8.self)
    let start = typed.utf8.lastIndex(of: 0x20).map { typed.utf8.distance(from: typed.utf8.startIndex, to: $0) + 1 } ?? 0
    let word = String(decoding: Array(typed.utf8.dropFirst(start)), as: UTF8.self)
    return Completion(
      replaceFrom: start,
      candidates: candidates(for: typed, isFirst: start == 0, names: names).filter { $0.hasPrefix(word) }
    )
  }

  private static func candidates(for typed: String, isFirst: Bool, names: Names) -> [String] {
    guard typed.hasPrefix(":") else { return [] }
    if isFirst { return CommandTable.console.commands.map { ":\($0.name)" } }
    switch typed.split(separator: " ").first {
    case ":start", ":route": return names.tools
    case ":wait": return names.tasks + ["idle"]
    case ":output", ":cancel", ":detach", ":approve", ":deny", ":explain", ":events": return names.tasks
    case ":policy": return ["load", "reload"]
    case ":help": return CommandTable.console.commands.map(\.name)
    default: return []
    }
  }
}
