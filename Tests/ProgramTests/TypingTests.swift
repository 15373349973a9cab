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
}
