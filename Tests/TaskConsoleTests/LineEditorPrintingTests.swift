import Testing

@testable import TaskConsole

extension ProcessWideTests {
  @Suite("Printing above the line being typed", .timeLimit(.minutes(1)))
  struct LineEditorPrintingTests {
    @Test("a half-typed line stays as it is, cursor and all")
    func halfTyped() async throws {
      try await EditorSession.run { session in
        let input = try await session.reading()
        session.terminal.type("half typed\u{1B}[D\u{1B}[D")
        try await session.terminal.shows("> half typed")
        session.editor.printAbove("task-1 detached")
        try await session.terminal.shows("task-1 detached", "> half typed")
        try await session.terminal.wait { $0.cursor == (1, 10) }
        session.terminal.type("X\r")
        #expect(await input.value == .line("half typXed"))
        try await session.terminal.wait { $0.lines == ["task-1 detached", "> half typXed"] }
      }
    }

    @Test("a line of several rows leaves nothing behind, wherever in it the cursor is", arguments: [0, 3, 30, 50, 75])
    func wrapped(steps: Int) async throws {
      try await EditorSession.run { session in
        let text = String((0..<75).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) })
        let rows = ["> " + text.prefix(38), String(text.dropFirst(38))]
        let input = try await session.reading()
        session.terminal.type(text + String(repeating: "\u{1B}[D", count: steps))
        let column = 2 + 75 - steps
        try await session.terminal.wait { $0.lines == rows && $0.cursor == (column / 40, column % 40) }
        session.editor.printAbove("one\ntwo")
        try await session.terminal.wait {
          $0.lines == ["one", "two"] + rows && $0.cursor == (2 + column / 40, column % 40)
        }
        session.terminal.type("\r")
        #expect(await input.value == .line(text))
      }
    }

    @Test("a line that fills its row to the last column is redrawn in place", arguments: [37, 38, 39, 78])
    func rowEnds(count: Int) async throws {
      try await EditorSession.run { session in
        let text = String(repeating: "x", count: count)
        let input = try await session.reading()
        session.terminal.type(text)
        let all = "> " + text
        let rows = stride(from: 0, to: all.count, by: 40).map { String(all.dropFirst($0).prefix(40)) }
        try await session.terminal.wait { $0.lines == rows }
        session.editor.printAbove("an event")
        try await session.terminal.wait { $0.lines == ["an event"] + rows }
        session.terminal.type("\r")
        #expect(await input.value == .line(text))
        try await session.terminal.wait { $0.lines == ["an event"] + rows }
      }
    }

    @Test("wide characters that do not fit a row's end are counted where they are shown")
    func wide() async throws {
      try await EditorSession.run(columns: 11) { session in
        let input = try await session.reading()
        // Columns 2 to 9 hold four; the last column stays blank.
        session.terminal.type("日本日本語語")
        try await session.terminal.shows("> 日本日本", "語語")
        session.editor.printAbove("event")
        try await session.terminal.wait { $0.lines == ["event", "> 日本日本", "語語"] }
        session.terminal.type("\r")
        #expect(await input.value == .line("日本日本語語"))
      }
    }

    @Test("at the bottom of the screen older lines scroll out whole and in order")
    func scrolling() async throws {
      try await EditorSession.run(rows: 5) { session in
        let input = try await session.reading()
        session.terminal.type("half")
        try await session.terminal.shows("> half")
        for number in 1...50 { session.editor.printAbove("event \(number)") }
        let expected = (1...50).map { "event \($0)" } + ["> half"]
        try await session.terminal.wait { $0.lines == expected }
        session.terminal.type("\r")
        #expect(await input.value == .line("half"))
      }
    }

    @Test("lines printed from many threads before, during and after typing all arrive once, unbroken, in order")
    func concurrently() async throws {
      try await EditorSession.run(rows: 30) { session in
        let editor = session.editor
        let writers = (0..<3).map { writer in
          Task {
            var count = 0
            while !Task.isCancelled {
              editor.printAbove("w\(writer) n\(count)")
              count += 1
              await Task.yield()
            }
            return count
          }
        }
        for _ in 0..<30 {
          // An interrupt ends a line with nothing typed that could be echoed in between.
          let input = session.begin()
          while !editor.interrupt() { await Task.yield() }
          #expect(await input.value == .interrupted(lineWasEmpty: true))
        }
        for writer in writers { writer.cancel() }
        var counts: [Int] = []
        for writer in writers { counts.append(await writer.value) }
        editor.printAbove("the end")
        try await session.terminal.wait { $0.lines.last == "the end" }
        for (writer, count) in counts.enumerated() {
          let lines = session.terminal.screen.lines.filter { $0.hasPrefix("w\(writer) ") }
          #expect(lines == (0..<count).map { "w\(writer) n\($0)" })
        }
      }
    }

    @Test("without a line being typed, text goes straight out")
    func idle() async throws {
      try await EditorSession.run { session in
        session.editor.printAbove("first")
        session.editor.printAbove("second\n")
        try await session.terminal.wait { $0.lines == ["first", "second"] }
      }
    }

    @Test("text waits while a history search is shown, and the search goes on")
    func duringSearch() async throws {
      try await EditorSession.run { session in
        try await session.enter("needle in a haystack")
        let input = try await session.reading()
        session.terminal.type("\u{12}need")
        try await session.terminal.shows("> needle in a haystack", "bck:need")
        session.editor.printAbove("event")
        try await session.terminal.shows("event", "> needle in a haystack", "bck:need")
        session.terminal.type("\r")
        #expect(await input.value == .line("needle in a haystack"))
      }
    }
  }
}
