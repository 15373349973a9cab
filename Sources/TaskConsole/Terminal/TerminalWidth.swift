import CLineEditor
import Glibc

/// How many columns a terminal has and a text takes.
package enum TerminalWidth {
  /// On which side of a text the room is.
  package enum Alignment: Sendable {
    /// Room after the text.
    case leading
    /// Room before it, as for numbers.
    case trailing
  }

  /// Columns of the terminal at `fd`; if it is none, those of `COLUMNS`; if that is not set, 80.
  package static func terminalColumns(of fd: Int32 = STDOUT_FILENO, environment: [String: String] = [:]) -> Int {
    let columns = Int(swed_terminal_columns(fd))
    if columns > 0 { return columns }
    return environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? 80
  }

  /// Whether `fd` is a terminal.
  package static func isTerminal(_ fd: Int32) -> Bool { isatty(fd) == 1 }

  /// Columns `text` takes on one line. Wide characters count two, combining ones nothing, escape sequences
  /// and control characters nothing.
  package static func columns(of text: String) -> Int {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
    let plain = text.utf8.contains(0x1B) ? TerminalText.sanitized(text) : text
    return plain.reduce(0) { $0 + columns(of: $1) }
  }

  /// `text` cut to at most `width` columns, `…` included. Escape sequences are dropped if it has to be cut.
  package static func truncated(_ text: String, to width: Int) -> String {
    guard columns(of: text) > width else { return text }
    guard width > 0 else { return "" }
    var result = ""
    var used = 0
    for character in TerminalText.sanitized(text) {
      let columns = columns(of: character)
      guard used + columns <= width - 1 else { break }
      result.append(character)
      used += columns
    }
    return result + "…"
  }

  /// `text` with spaces up to `width` columns; longer text stays as it is.
  package static func padded(_ text: String, to width: Int, alignment: Alignment = .leading) -> String {
    let room = String(repeating: " ", count: max(0, width - columns(of: text)))
    return alignment == .leading ? text + room : room + text
  }

  private static func columns(of character: Character) -> Int {
    var sum = 0
    var isEmoji = false
    for scalar in character.unicodeScalars {
      // Joined (ZWJ), shown as a picture (VS16) or given a skin tone: one picture, two columns.
      if scalar.value == 0x200D || scalar.value == 0xFE0F || scalar.properties.isEmojiModifier { isEmoji = true }
      sum += max(0, Int(swed_scalar_width(scalar.value)))
    }
    return isEmoji && sum > 0 ? 2 : sum
  }
}
