/// What was pasted as one piece of input, taken apart into commands and Lua.
enum InputPieces {
  /// The commands and chunks of Lua in `text`, in order.
  ///
  /// A command ends with its line unless something in it is open. Lua goes on to the next line that is a command, where
  /// it is finished.
  ///
  /// - Parameter isUnfinished: whether Lua needs more lines.
  static func split(_ text: String, isUnfinished: (String) -> Bool) -> [String] {
    guard text.contains("\n") else { return [text] }
    var pieces: [String] = []
    var current = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let isOpen = current.isCommand ? hasOpenBracket(current) : isCommandLine(line) && isUnfinished(current)
      if current.isEmpty || isOpen || !(current.isCommand || isCommandLine(line)) {
        current += current.isEmpty ? line : "\n" + line
      } else {
        pieces.append(current)
        current = line
      }
    }
    return (pieces + [current]).filter { !$0.trimmed.isEmpty }
  }

  /// Whether a line is a command by its whole name: Lua may begin a line with a colon too, to call a method.
  private static func isCommandLine(_ line: String) -> Bool {
    guard line.hasPrefix(":") else { return false }
    let name = line.dropFirst().prefix { !$0.isWhitespace }
    return CommandTable.console.commands.contains { $0.name == name }
  }

  /// Whether JSON goes on in the next line.
  private static func hasOpenBracket(_ text: String) -> Bool {
    text.utf8.reduce(0) { depth, byte in
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth + 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth - 1
      default: depth
      }
    } > 0
  }
}
