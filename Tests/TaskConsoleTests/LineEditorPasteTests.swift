import Testing

@testable import TaskConsole

extension ProcessWideTests {
  @Suite("Pasting", .timeLimit(.minutes(1)))
  struct LineEditorPasteTests {
    private static func pasted(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }

    @Test("text with newlines becomes one piece of input, which Enter takes")
    func lines() async throws {
      try await EditorSession.run { session in
        let input = try await session.reading()
        session.terminal.type(Self.pasted("function f()\r  return 1\rend\r"))
        try await session.terminal.shows("> function f()", "  return 1", "end")
        session.editor.printAbove("event")
        try await session.terminal.wait { $0.lines == ["event", "> function f()", "  return 1", "end"] }
        session.terminal.type(" -- typed\r")
        #expect(await input.value == .line("function f()\n  return 1\nend -- typed"))
      }
    }

    @Test(
      "keys in it are text: tabs stay, and what could act on the terminal or the editor is dropped",
      arguments: [
        ("a\tb", "a\tb"), ("a\rb\nc", "a\nb\nc"), ("x\u{1B}[Ay\u{1}z\u{7F}", "x[Ayz"), ("\u{1B}[201", "[201"),
        ("\u{1B}\u{1B}[200~é日", "[200~é日"), ("", ""),
      ]
    )
    func keys(text: String, expected: String) async throws {
      try await EditorSession.run { session in
        let input = try await session.reading()
        session.terminal.type(Self.pasted(text) + "\r")
        #expect(await input.value == .line(expected))
      }
    }

    @Test("goes where the cursor is")
    func middle() async throws {
      try await EditorSession.run { session in
        let input = try await session.reading()
        session.terminal.type("ad\u{1B}[D" + Self.pasted("bc"))
        try await session.terminal.wait { $0.lines == ["> abcd"] && $0.cursorColumn == 5 }
        session.terminal.type("\r")
        #expect(await input.value == .line("abcd"))
      }
    }

    @Test("is asked of the terminal only while a line is typed, and never of one that can do nothing")
    func mode() async throws {
      try await EditorSession.run { session in
        try await session.enter("line")
        let bytes = String(decoding: session.terminal.received, as: UTF8.self)
        #expect(bytes.contains("\u{1B}[?2004h"))
        // This comes when the line is over.
        session.editor.printAbove("over")
        try await session.terminal.wait { $0.lines.last == "over" }
        let all = String(decoding: session.terminal.received, as: UTF8.self)
        #expect(all.components(of: "\u{1B}[?2004h") == all.components(of: "\u{1B}[?2004l"))
      }
      try await EditorSession.run(terminal: "dumb") { session in
        try await session.enter("line")
        #expect(!session.terminal.received.contains(0x1B))
      }
    }

    @Test("that is interrupted in its middle ends the line")
    func interrupted() async throws {
      try await EditorSession.run { session in
        let input = try await session.reading()
        session.terminal.type("half\u{1B}[200~never ended")
        try await session.terminal.shows("> half")
        session.editor.interrupt()
        #expect(await input.value == .interrupted(lineWasEmpty: false))
      }
    }
  }
}

extension String {
  /// How often `part` is in it.
  fileprivate func components(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
