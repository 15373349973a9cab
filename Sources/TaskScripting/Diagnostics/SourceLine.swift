package import LuaRuntime
import TaskPolicy

/// A line of Lua, to be shown to whoever has to look there.
package struct SourceLine: CustomStringConvertible {
  private let number: Int
  private let text: String

  /// Reads it; `nil` if there is no such line, or no such file: a chunk need not come from one.
  package init?(_ number: Int, of file: String) {
    guard let bytes = try? TextFile.read(file) else { return nil }
    self.init(number, in: String(decoding: bytes, as: UTF8.self))
  }

  /// The line of a text; `nil` if it has none of this number.
  package init?(_ number: Int, in source: String) {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(number - 1) else { return nil }
    self.number = number
    text = String(lines[number - 1])
  }

  /// The number and the line.
  package var description: String { "\(number) | \(text.visible)" }

  /// With a caret under the word that a message names as "near 'word'", if the line has it once.
  package func pointing(by message: String) -> String {
    guard let word = message.firstMatch(of: /near '(.+)'$/)?.1, case let places = text.ranges(of: word),
      places.count == 1
    else { return description }
    // Tabs stay, so that the caret stands where they bring the word.
    let before = "\(number) | \(String(text[..<places[0].lowerBound]).visible)"
    return "\(description)\n\(String(before.map { $0 == "\t" ? "\t" : " " }))^"
  }
}

extension LuaError {
  /// The error as people read it: what and where, the line at fault, and the way that led there.
  ///
  /// - Parameter typed: a chunk that is no file, and its text; empty if nothing of it is to be shown.
  package func story(typed: (name: String, text: String)? = nil) -> String {
    var parts = ["\(self)"]
    if let line, let source, let shown = Self.line(line, of: source, typed) {
      parts += shown.pointing(by: message).split(separator: "\n").map { "  \($0)" }
    }
    // Where only what was typed is at fault, there is no way that led there.
    let frames = (traceback ?? "").split(separator: "\n").filter { !$0.hasPrefix("switchyard:") }
    if frames.count > 1 { parts += frames.map { "  \($0)" } }
    return parts.joined(separator: "\n")
  }

  private static func line(_ number: Int, of source: String, _ typed: (name: String, text: String)?) -> SourceLine? {
    guard let typed, typed.name == source else { return SourceLine(number, of: source) }
    return typed.text.isEmpty ? nil : SourceLine(number, in: typed.text)
  }
}
