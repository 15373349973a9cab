import Glibc
import Synchronization
import Testing

@testable import TaskConsole

extension ProcessWideTests {
  @Suite("The line editor", .timeLimit(.minutes(1)))
  struct LineEditorTests {
    @Test("a typed line is shown, edited and returned")
    func line() async throws {
      try await EditorSession.run { session in
        let input = try await session.reading()
        session.terminal.type("echo twoo\u{7F} three")
        try await session.terminal.shows("> echo two three")
        // Home, then a word forwards, then text in the middle.
        session.terminal.type("\u{01}\u{1B}[1;5C more")
        try await session.terminal.shows("> echo more two three")
        session.terminal.type("\r")
        #expect(await input.value == .line("echo more two three"))
      }
    }

    @Test("characters beyond ASCII, wide ones too, are typed and edited whole")
    func unicode() async throws {
      try await EditorSession.run { session in
        let input = try await session.reading("名 é> ")
        session.terminal.type("grüße 日本")
        try await session.terminal.shows("名 é> grüße 日本")
        #expect(session.terminal.screen.cursorColumn == 16)
        session.terminal.type("\u{7F}語\r")
        #expect(await input.value == .line("grüße 日語"))
      }
    }

    @Test("Ctrl-D ends the input on an empty line only, elsewhere it deletes")
    func controlD() async throws {
      try await EditorSession.run { session in
        let first = try await session.reading()
        session.terminal.type("ab\u{01}\u{04}\r")
        #expect(await first.value == .line("b"))
        let second = try await session.reading()
        session.terminal.type("\u{04}")
        #expect(await second.value == .endOfInput)
      }
    }

    @Test("an empty line is a line")
    func emptyLine() async throws {
      try await EditorSession.run { session in
        let input = try await session.reading()
        session.terminal.type("\r")
        #expect(await input.value == .line(""))
      }
    }

    @Test(
      "a coloured prompt takes the room of its letters, wherever its escapes are",
      arguments: [
        "\u{1B}[1m\u{1B}[32mmain\u{1B}[0m> \u{1B}[0m", "\u{1B}[1m\u{1B}[32mmain>\u{1B}[4m \u{1B}[0m",
        "\u{1B}[1m\u{1B}[32mmain>\u{1B}[0m ",
      ]
    )
    func colouredPrompt(prompt: String) async throws {
      try await EditorSession.run { session in
        let input = try await session.reading(prompt)
        session.terminal.type("x")
        try await session.terminal.shows("main> x")
        #expect(session.terminal.screen.cursorColumn == 7)
        // Every escape is sent, in its place; libedit by itself loses some.
        let sent = String(decoding: session.terminal.received, as: UTF8.self)
        #expect(sent.contains("\u{1B}[1m\u{1B}[32mm"))
        #expect(sent.contains("\u{1B}[4m\u{1B}[0m ") == prompt.contains("\u{1B}[4m"))
        #expect(sent.contains("\u{1B}[0m"))
        session.terminal.type("\r")
        #expect(await input.value == .line("x"))
      }
    }

    @Test("the prompt changes while a line is typed, which stays")
    func livePrompt() async throws {
      try await EditorSession.run { session in
        let prompt = Mutex("one> ")
        let input = try await session.reading(changing: { prompt.withLock { $0 } })
        session.terminal.type("half")
        try await session.terminal.shows("one> half")
        prompt.withLock { $0 = "number two> " }
        session.editor.promptChanged()
        try await session.terminal.shows("number two> half")
        session.terminal.type(" done\r")
        #expect(await input.value == .line("half done"))
      }
    }

    @Test("a terminal that can do nothing still edits lines and shows events")
    func dumbTerminal() async throws {
      try await EditorSession.run(terminal: "dumb") { session in
        let input = try await session.reading()
        session.terminal.type("half")
        try await session.terminal.shows("> half")
        session.editor.printAbove("an event")
        try await session.terminal.shows("an event", "> half")
        session.terminal.type(" done\r")
        #expect(await input.value == .line("half done"))
      }
    }

    @Test("the terminal is cooked between lines and after closing, raw while one is typed")
    func terminalMode() async throws {
      try await EditorSession.run { session in
        #expect(session.terminal.isCooked)
        let input = try await session.reading()
        session.terminal.type("x")
        try await session.terminal.shows("> x")
        #expect(!session.terminal.isCooked)
        session.terminal.type("\r")
        _ = await input.value
        #expect(session.terminal.isCooked)
        let second = try await session.reading()
        session.terminal.type("y")
        try await session.terminal.shows("> y")
        session.editor.close()
        #expect(session.terminal.isCooked)
        #expect(await second.value == .endOfInput)
      }
    }

    @Test("after closing, reading ends at once, printing works, and closing again does nothing")
    func closed() async throws {
      try await EditorSession.run { session in
        session.editor.close()
        session.editor.close()
        #expect(await session.editor.readLine(prompt: "> ") == .endOfInput)
        session.editor.printAbove("still here")
        try await session.terminal.shows("still here")
        #expect(!session.editor.interrupt())
      }
    }

    @Test("only one editor is open in a process: libedit is not made for two")
    func exclusive() async throws {
      try await EditorSession.run { session in
        let error = #expect(throws: LineEditorError.self) { try LineEditor(LineEditor.Configuration()) }
        #expect(error?.code == EBUSY)
        session.editor.close()
        try LineEditor(LineEditor.Configuration()).close()
      }
    }

    @Test("a window that becomes narrower or wider redraws the line for its new width")
    func resize() async throws {
      try await EditorSession.run { session in
        let input = try await session.reading()
        session.terminal.type("twelve chars")
        try await session.terminal.shows("> twelve chars")
        session.terminal.resize(columns: 10, rows: 12)
        session.editor.terminalChanged()
        try await session.terminal.shows("> twelve c", "hars")
        session.editor.printAbove("event")
        try await session.terminal.wait { $0.lines == ["event", "> twelve c", "hars"] }
        session.terminal.type("!\r")
        #expect(await input.value == .line("twelve chars!"))
      }
    }

    @Test("without a terminal it reads plain lines, shows no prompt, and ends with the input")
    func pipe() async throws {
      var ends: [Int32] = [-1, -1]
      try #require(Glibc.pipe(&ends) == 0)
      let output = try PseudoTerminal()
      var configuration = LineEditor.Configuration()
      configuration.input = ends[0]
      configuration.output = output.programEnd
      let editor = try LineEditor(configuration)
      #expect(!editor.isInteractive)
      let text = Array("first ü\nlast".utf8)
      #expect(write(ends[1], text, text.count) == text.count)
      #expect(await editor.readLine(prompt: "> ") == .line("first ü"))
      close(ends[1])
      #expect(await editor.readLine(prompt: "> ") == .line("last"))
      #expect(await editor.readLine(prompt: "> ") == .endOfInput)
      editor.printAbove("done")
      try await output.shows("done")
      #expect(output.screen.lines == ["done"])
      editor.close()
      output.hangUp()
      close(ends[0])
    }
  }
}
