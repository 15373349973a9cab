import Testing

@testable import TaskConsole

extension ProcessWideTests {
  @Suite("Interrupting a line", .timeLimit(.minutes(1)))
  struct LineEditorInterruptTests {
    @Test("an interrupt abandons the line and says whether anything was typed")
    func interrupt() async throws {
      try await EditorSession.run { session in
        let first = try await session.reading()
        session.terminal.type("half typed\u{01}")
        try await session.terminal.wait { $0.lines == ["> half typed"] && $0.cursorColumn == 2 }
        #expect(session.editor.interrupt())
        #expect(await first.value == .interrupted(lineWasEmpty: false))
        try await session.terminal.shows("> half typed^C")
        let second = try await session.reading()
        #expect(session.editor.interrupt())
        #expect(await second.value == .interrupted(lineWasEmpty: true))
        let third = try await session.reading()
        session.terminal.type("next\r")
        #expect(await third.value == .line("next"))
      }
    }

    @Test("without a line there is nothing to interrupt, and the next line is not touched")
    func idle() async throws {
      try await EditorSession.run { session in
        #expect(!session.editor.interrupt())
        try await session.enter("whole")
        #expect(!session.editor.interrupt())
        try await session.enter("also whole")
      }
    }

    @Test("an interrupt right after asking for a line is not lost")
    func early() async throws {
      try await EditorSession.run { session in
        for _ in 0..<50 {
          let input = session.begin()
          while !session.editor.interrupt() { await Task.yield() }
          #expect(await input.value == .interrupted(lineWasEmpty: true))
        }
      }
    }

    @Test("cancelling the task that waits interrupts its line, begun or not")
    func cancellation() async throws {
      try await EditorSession.run { session in
        let first = try await session.reading()
        let waiting = session.begin("second> ")
        waiting.cancel()
        #expect(await waiting.value == .interrupted(lineWasEmpty: true))
        session.terminal.type("x")
        try await session.terminal.shows("> x")
        first.cancel()
        #expect(await first.value == .interrupted(lineWasEmpty: false))
        try await session.enter("next")
      }
    }

    @Test("a search that is interrupted leaves the editor fit for the next line")
    func search() async throws {
      try await EditorSession.run { session in
        try await session.enter("needle")
        let input = try await session.reading()
        session.terminal.type("\u{12}ne")
        try await session.terminal.shows("> needle", "bck:ne")
        session.editor.interrupt()
        #expect(await input.value == .interrupted(lineWasEmpty: false))
        try await session.enter("next")
      }
    }
  }
}
