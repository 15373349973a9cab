import Testing

@Suite("At a terminal: what is pasted")
struct PasteTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("runs as one piece once Enter is pressed, and comes back as one")
  func lua() async throws {
    let session = try await TerminalSession(in: folder)
    session.type("\u{1B}[200~function double(x)\r  return x * 2\rend\r\u{1B}[201~")
    try await session.shows("all of it") { $0.suffix(3) == ["main/t1> function double(x)", "  return x * 2", "end"] }
    session.type("\r")
    try await session.showsPrompt()
    #expect(try await session.enter("double(21)") == ["42"])
    session.type("\u{1B}[A\u{1B}[A")
    try await session.shows("it again") { $0.suffix(3) == ["main/t1> function double(x)", "  return x * 2", "end"] }
  }

  @Test("may be several commands")
  func commands() async throws {
    let session = try await TerminalSession(in: folder)
    session.type("\u{1B}[200~:start echo a=1\r:nope\r:start echo b=2\r\u{1B}[201~\r")
    try await session.showsLine(with: "completed", "task-2", "echo")
    try await session.showsPrompt()
    #expect(session.screen.lines.contains { $0.hasPrefix("error: unknown command ':nope'") })
  }
}
