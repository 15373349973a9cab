import Testing

@testable import TaskConsole

@Suite("Text from outside")
struct TerminalTextTests {
  @Test(
    "controls and escape sequences go, text stays",
    arguments: [
      ("plain ü 日本 😀\n\tx", "plain ü 日本 😀\n\tx"),
      ("\u{1B}[31mred\u{1B}[0m", "red"),
      ("\u{1B}]0;title\u{07}after", "after"),
      ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
      ("\u{1B}P1$r0m\u{1B}\\x", "x"),
      ("\u{1B}(Bx\u{1B}cy\u{1B}", "xy"),
      ("a\rb\u{08}\u{07}\u{00}\u{7F}c", "abc"),
      ("line\r\nnext", "line\nnext"),
      ("\u{9B}2Jx\u{9D}title\u{9C}y\u{85}z\u{A0}", "xyz\u{A0}"),
      ("\u{1B}[12", ""),
      ("\u{1B}[1\u{1B}[2Jx", "x"),
      ("\u{1B}]never ended\nnext", "\nnext"),
      ("\u{1B}[?25l\u{1B}[>4;1mx", "x"),
      ("\u{1B}\u{1B}[31mx", "x"),
    ]
  )
  func sanitized(text: String, expected: String) {
    #expect(TerminalText.sanitized(text) == expected)
  }

  @Test("nothing that is left can do anything: no control but newline and tab, from any bytes")
  func nothingLeft() {
    var generator = SystemRandomNumberGenerator()
    let scalars: [Unicode.Scalar] = [
      "\u{1B}", "[", "]", "\u{9B}", "\u{07}", "\\", "m", "1", ";", "a", "\n", "\u{0}", "é",
    ]
    for _ in 0..<2000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<12 { text.append(scalars.randomElement(using: &generator) ?? "a") }
      let left = TerminalText.sanitized(String(text)).unicodeScalars
      let isSafe = left.allSatisfy { $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control }
      #expect(isSafe, "\(String(text).debugDescription)")
    }
  }
}
