import Testing

@testable import TaskConsole

extension ProcessWideTests {
  @Suite("Completing with Tab", .timeLimit(.minutes(1)))
  struct LineEditorCompletionTests {
    private static let names = [":start", ":stats", ":tasks", "grün", "größe"]

    private static func complete(_ line: String, _ cursor: Int) -> Completion {
      let head = Array(line.utf8).prefix(cursor)
      let start = head.lastIndex(of: UInt8(ascii: " ")).map { $0 + 1 } ?? 0
      let word = String(decoding: head[start...], as: UTF8.self)
      return Completion(replaceFrom: start, candidates: names.filter { $0.hasPrefix(word) })
    }

    @Test("one candidate is inserted with a space")
    func one() async throws {
      try await EditorSession.run(completer: Self.complete) { session in
        let input = try await session.reading()
        session.terminal.type("x :ta\t7\r")
        #expect(await input.value == .line("x :tasks 7"))
      }
    }

    @Test("what all candidates share is inserted, then Tab lists them above the line")
    func several() async throws {
      try await EditorSession.run(completer: Self.complete) { session in
        let input = try await session.reading()
        session.terminal.type(":s\t")
        try await session.terminal.shows("> :sta")
        session.terminal.type("\t")
        try await session.terminal.shows(":start  :stats", "> :sta")
        session.terminal.type("r\t\r")
        #expect(await input.value == .line(":start "))
      }
    }

    @Test("words beyond ASCII are replaced whole, in the middle of a line too")
    func middle() async throws {
      try await EditorSession.run(completer: Self.complete) { session in
        let input = try await session.reading()
        session.terminal.type("é grö after" + String(repeating: "\u{1B}[D", count: 6) + "\t")
        try await session.terminal.shows("> é größe  after")
        session.terminal.type("\r")
        #expect(await input.value == .line("é größe  after"))
      }
    }

    @Test("no candidate rings the bell and changes nothing")
    func none() async throws {
      try await EditorSession.run(completer: Self.complete) { session in
        let input = try await session.reading()
        session.terminal.type("zz\t")
        try await session.terminal.wait { $0.bells == 1 && $0.lines == ["> zz"] }
        session.terminal.type("\r")
        #expect(await input.value == .line("zz"))
      }
    }

    @Test("listings are in columns, and long ones say how much is missing")
    func listing() {
      #expect(CompletionMenu.listing(["a", "bb", "ccc", "d", "e"], columns: 10) == "a    d\nbb   e\nccc\n")
      let many = (0..<250).map { "c\($0)" }
      #expect(CompletionMenu.listing(many, columns: 80).hasSuffix("… and 50 more\n"))
    }
  }
}
