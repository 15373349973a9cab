import Glibc
import Testing

@testable import TaskConsole

extension ProcessWideTests {
  @Suite("History", .timeLimit(.minutes(1)))
  struct LineHistoryTests {
    @Test("Up recalls, Down returns to what was being typed, Ctrl-R searches")
    func recall() async throws {
      try await EditorSession.run { session in
        try await session.enter("first line")
        try await session.enter("second line")
        let input = try await session.reading()
        session.terminal.type("draft")
        try await session.terminal.shows("> draft")
        session.terminal.type("\u{1B}[A\u{1B}[A")
        try await session.terminal.shows("> first line")
        session.terminal.type("\u{1B}[B\u{1B}[B")
        try await session.terminal.shows("> draft")
        session.terminal.type("\u{15}\u{12}first")
        try await session.terminal.shows("> first line", "bck:first")
        session.terminal.type("\r")
        #expect(await input.value == .line("first line"))
      }
    }

    @Test("it is there in the next session, without lines that begin with a space or repeat")
    func kept() async throws {
      let folder = try TemporaryFolder()
      let path = folder.path + "/state/switchyard/history"
      try await EditorSession.run(historyFile: path) { session in
        try await session.enter("one")
        try await session.enter(" a secret")
        try await session.enter("two \\n ü")
        try await session.enter("two \\n ü")
        try await session.enter("")
        session.editor.remember("function f()\n  return 1\nend")
      }
      #expect(try contents(path) == "one\ntwo \\\\n ü\nfunction f()\\n  return 1\\nend\n")
      try await EditorSession.run(historyFile: path) { session in
        let input = try await session.reading()
        session.terminal.type("\u{1B}[A")
        try await session.terminal.shows("> function f()", "  return 1", "end")
        session.editor.printAbove("event")
        try await session.terminal.wait { $0.lines == ["event", "> function f()", "  return 1", "end"] }
        session.terminal.type("\r")
        #expect(await input.value == .line("function f()\n  return 1\nend"))
        let second = try await session.reading()
        session.terminal.type("\u{1B}[A\u{1B}[A\r")
        #expect(await second.value == .line("two \\n ü"))
      }
    }

    @Test("file and folders are for their owner only, also when the file was open to others")
    func permissions() throws {
      let folder = try TemporaryFolder()
      let path = folder.path + "/a/b/history"
      var history = LineHistory(path: path, limit: 10)
      #expect(history.record("x").problem == nil)
      #expect(try mode(folder.path + "/a") == 0o700)
      #expect(try mode(folder.path + "/a/b") == 0o700)
      #expect(try mode(path) == 0o600)
      chmod(path, 0o644)
      #expect(history.record("y").problem == nil)
      #expect(try mode(path) == 0o600)
    }

    @Test("a file longer than the limit is shortened to its newest entries")
    func limit() throws {
      let folder = try TemporaryFolder()
      let path = folder.path + "/history"
      var history = LineHistory(path: path, limit: 100)
      for number in 0..<10 { _ = history.record("entry \(number)") }
      var shorter = LineHistory(path: path, limit: 3)
      #expect(shorter.load().entries == ["entry 7", "entry 8", "entry 9"])
      #expect(try contents(path) == "entry 7\nentry 8\nentry 9\n")
      #expect(try mode(path) == 0o600)
    }

    @Test("a history that cannot be written is said once and is not fatal")
    func failure() async throws {
      let folder = try TemporaryFolder()
      let path = folder.path + "/file/history"
      close(open(folder.path + "/file", O_CREAT | O_WRONLY, 0o600))
      var history = LineHistory(path: path, limit: 10)
      let problem = try #require(history.load().problem)
      #expect(problem == "history is not kept: cannot read \(path): Not a directory")
      #expect(history.record("one") == (true, nil))
      try await EditorSession.run(columns: 100, historyFile: path) { session in
        try await session.terminal.wait { $0.lines == [problem] }
        try await session.enter("one")
        try await session.enter("two")
        try await session.terminal.wait { $0.lines == [problem, "> one", "> two"] }
      }
    }

    @Test("entries survive being written and read, whatever is in them", arguments: ["", "a\\nb\nc\\", "\n", "é\\\\"])
    func encoding(entry: String) {
      #expect(LineHistory.decoded(LineHistory.encoded(entry)) == entry)
    }

    @Test("its place follows XDG")
    func place() {
      #expect(
        LineEditor.defaultHistoryPath(environment: ["XDG_STATE_HOME": "/s", "HOME": "/h"]) == "/s/switchyard/history"
      )
      #expect(
        LineEditor.defaultHistoryPath(environment: ["XDG_STATE_HOME": "relative", "HOME": "/h"])
          == "/h/.local/state/switchyard/history"
      )
      #expect(LineEditor.defaultHistoryPath(environment: [:]) == nil)
    }

    private func contents(_ path: String) throws -> String {
      String(decoding: try DescriptorReader.contents(of: path).get(), as: UTF8.self)
    }

    private func mode(_ path: String) throws -> mode_t {
      var status = stat()
      try #require(stat(path, &status) == 0)
      return status.st_mode & 0o777
    }
  }
}
