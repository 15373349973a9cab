import Testing

@Suite("At a terminal: typing")
struct TypingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("what was typed in an earlier session comes back with the arrow keys")
  func history() async throws {
    let first = try await TerminalSession(in: folder)
    try await first.enter("'typed before'")
    try await first.begin(":quit")
    _ = try await first.exitStatus()

    let second = try await TerminalSession(in: folder)
    second.type("\u{1B}[A")
    try await second.shows("the last line") { $0.last == "main/t1> :quit" }
    second.type("\u{1B}[A")
    try await second.shows("the line before") { $0.last == "main/t1> 'typed before'" }
    second.type("\r")
    try await second.shows("its value") { $0.suffix(2) == ["typed before", "main/t1>"] }
  }

  @Test("Tab completes commands and the tools and tasks that they take")
  func completion() async throws {
    let session = try await TerminalSession(in: folder)
    session.type(":sta\t")
    try await session.shows("what both commands share") { $0.last?.hasPrefix("main/t1> :sta") == true }
    session.type("r\t")
    try await session.shows("the command") { $0.last == "main/t1> :start" }
    session.type("ec\t")
    try await session.shows("the tool") { $0.last == "main/t1> :start echo" }
    session.type("\r")
    try await session.showsLine(with: "completed", "task-1", "echo")
    try await session.showsPrompt()
    session.type(":explain t\t\r")
    try await session.showsLine(with: "task-1 (echo) is completed")
  }

  @Test("Lua that is not finished goes on in the next line, and is remembered as one")
  func severalLines() async throws {
    let session = try await TerminalSession(in: folder)
    try await session.begin("function double(x)")
    try await session.shows("the second prompt") { $0.last == "…>" }
    session.type("return x * 2\r")
    try await session.shows("the second prompt again") { $0.suffix(2) == ["…> return x * 2", "…>"] }
    session.type("end\r")
    try await session.showsPrompt()
    let value = try await session.enter("double(21)")
    #expect(value == ["42"])
  }

  @Test("Ctrl-C drops Lua that is not finished")
  func dropped() async throws {
    let session = try await TerminalSession(in: folder)
    try await session.begin("function double(x)")
    try await session.shows("the second prompt") { $0.last == "…>" }
    session.pressControlC()
    try await session.showsPrompt()
    let value = try await session.enter("6 * 7")
    #expect(value == ["42"])
    #expect(!session.screen.text.contains("error"), "\(session.screen.text)")
  }

  @Test("Tab completes keys of a tool's input, files, and what a table of one's own has")
  func completionOfArguments() async throws {
    try folder.write("", to: "one.lua")
    let session = try await TerminalSession(in: folder)
    session.type(":start shell comm\t")
    try await session.shows("the key, and no space") { $0.last == "main/t1> :start shell command=" }
    session.type("\u{15}:load o\t")
    try await session.shows("the file") { $0.last == "main/t1> :load one.lua" }
    session.type("\u{15}")
    try await session.enter("mine = { alpha = { beta = 1 } }")
    session.type("mine.a\t.b\t\r")
    try await session.shows("the value") { $0.suffix(3) == ["main/t1> mine.alpha.beta", "1", "main/t1>"] }
  }

  @Test("Ctrl-R searches the history")
  func search() async throws {
    let session = try await TerminalSession(in: folder)
    try await session.enter("'a needle'")
    try await session.enter("'hay'")
    session.type("\u{12}need")
    try await session.shows("what was found") { $0.contains("main/t1> 'a needle'") && $0.last == "bck:need" }
    session.type("\r")
    try await session.shows("its value") { $0.suffix(2) == ["a needle", "main/t1>"] }
  }

  @Test("a line that begins with a space is not kept, and nobody else may read those that are")
  func secrets() async throws {
    let session = try await TerminalSession(in: folder)
    try await session.enter("'kept'")
    session.type(" 'secret'\r")
    try await session.shows("its value") { $0.suffix(2) == ["secret", "main/t1>"] }
    session.type("\u{1B}[A")
    try await session.shows("the line before") { $0.last == "main/t1> 'kept'" }
    #expect(try folder.read(".local/state/switchyard/history") == "'kept'\n")
    #expect(try folder.permissions(of: ".local/state/switchyard/history") == 0o600)
  }

  @Test("the window may become narrow while a line is typed; tables fit from then on")
  func resize() async throws {
    let session = try await TerminalSession(in: folder)
    try await session.enter(":start shell command='true' \"cwd=$PWD\"")
    try await session.typeAhead(":tas")
    session.resize(columns: 60)
    session.type("ks\r")
    try await session.shows("the table") { $0.contains { $0.hasPrefix("TASK") } }
    try await session.showsPrompt()
    #expect(session.screen.lines.contains("main/t1> :tasks"))
    let table = session.screen.lines.drop { !$0.hasPrefix("TASK") }.dropLast()
    #expect(table.count == 2 && table.allSatisfy { $0.count <= 60 }, "\(table)")
  }
}
