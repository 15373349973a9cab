import Testing

@Suite("At a terminal: Ctrl-Z")
struct SuspendTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A shell that runs the REPL, and goes on with it when it is told to.
  private func session() async throws -> TerminalSession {
    try await TerminalSession(in: folder, shellScript: #"set -m; "$@"; echo "the shell is back"; read; fg; exit $?"#)
  }

  @Test("stops the REPL and gives the shell its terminal; the line is there again when it goes on")
  func typing() async throws {
    let session = try await session()
    try await session.enter(":start sleep seconds:=1000")
    try await session.typeAhead("'half aline'")
    // What has not been read when Ctrl-Z is pressed is dropped by the terminal.
    session.type("\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D-")
    try await session.shows("a letter in the middle") { $0.last == "main/t1 1 running> 'half a-line'" }
    session.pressControlZ()
    try await session.showsLine(with: "the shell is back")
    #expect(session.isCooked)
    #expect(session.screen.lines.contains("main/t1 1 running> 'half a-line'"))

    session.type("\r")
    try await session.shows("the line") { $0.last == "main/t1 1 running> 'half a-line'" }
    // The cursor is where it was, and tasks went on.
    session.type("\u{7F} \r")
    try await session.shows("the value") { $0.suffix(2) == ["half a line", "main/t1 1 running>"] }
    session.pressControlC()
    try await session.showsLine(with: "cancelled", "task-1", "sleep")
    try await session.begin(":quit")
    #expect(try await session.exitStatus() == 0)
  }

  @Test("stops it also while something is waited for, which goes on")
  func waiting() async throws {
    let session = try await session()
    try await session.enter(#":start shell command="until [ -e go ]; do sleep 0.1; done""#)
    try await session.begin(":wait 1")
    session.pressControlZ()
    try await session.showsLine(with: "the shell is back")
    session.type("\r")
    try folder.write("", to: "go")
    try await session.showsLine(with: "completed", "task-1", "shell")
    try await session.showsPrompt()
    #expect(try await session.enter("6 * 7") == ["42"])
  }
}
