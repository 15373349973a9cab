import TaskEngine

/// A problem in something typed, with its place.
package struct CommandLineError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, without the place.
  package var message: String
  /// Line, from 1.
  package var line: Int
  /// Column in bytes, from 1.
  package var column: Int

  init(_ message: String, at offset: Int, in bytes: [UInt8]) {
    let place = TextPlace(of: offset, in: bytes)
    self.message = message
    line = place.line
    column = place.column
  }

  /// The message and its place; the line is named only when it is not the first.
  package var description: String {
    line == 1 ? "\(message) (column \(column))" : "\(message) (line \(line), column \(column))"
  }
}

/// A word of a command line after quotes and backslashes are gone.
package struct CommandWord: Sendable, Equatable {
  /// What it says.
  package var text: String
  /// Column of its first byte, quotes included, from 1.
  package var column: Int
  /// Where each byte of `text` is in the command line, so that an error inside quotes can be pointed at.
  var offsets: [Int]
}

/// Splits a command line as `sh` quotes words: within single quotes nothing is special; within double
/// quotes a backslash counts before `"`, `\`, `$` and a back quote; elsewhere it takes the next character as it is.
/// Nothing is expanded.
package enum CommandLineParser {
  /// The words of `line`, of which the first is the command.
  ///
  /// - Throws: ``CommandLineError`` for a quote that is not closed or a backslash at the end.
  package static func words(_ line: String) throws(CommandLineError) -> [CommandWord] {
    var scanner = WordScanner(Array(line.utf8))
    var words: [CommandWord] = []
    while scanner.skipBlanks() { words.append(try scanner.word()) }
    return words
  }
}

/// The scanner behind ``CommandLineParser``, shared with ``StartArguments``, which also looks at raw text.
struct WordScanner {
  let bytes: [UInt8]
  var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }

  /// Whether there is anything after the blanks.
  mutating func skipBlanks() -> Bool {
    while let byte = next, Self.isBlank(byte) { offset += 1 }
    return offset < bytes.count
  }

  mutating func word() throws(CommandLineError) -> CommandWord {
    let start = offset
    var text: [UInt8] = []
    var offsets: [Int] = []
    func take(_ byte: UInt8, at offset: Int) {
      text.append(byte)
      offsets.append(offset)
    }
    while let byte = next, !Self.isBlank(byte) {
      let opening = offset
      offset += 1
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        while true {
          guard let inner = next else {
            let quote = byte == UInt8(ascii: "'") ? "single" : "double"
            throw CommandLineError("the \(quote) quote is not closed", at: opening, in: bytes)
          }
          offset += 1
          if inner == byte { break }
          if byte == UInt8(ascii: "\""), inner == UInt8(ascii: "\\"), let escaped = next,
            #""\$`"#.utf8.contains(escaped)
          {
            take(escaped, at: offset)
            offset += 1
          } else {
            take(inner, at: offset - 1)
          }
        }
      case UInt8(ascii: "\\"):
        guard let escaped = next else {
          throw CommandLineError("nothing follows the backslash", at: opening, in: bytes)
        }
        take(escaped, at: offset)
        offset += 1
      default:
        take(byte, at: opening)
      }
    }
    return CommandWord(text: String(decoding: text, as: UTF8.self), column: start + 1, offsets: offsets)
  }
}
