import Testing

@Suite("At a terminal: Ctrl-C")
struct InterruptTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "ends the line that is under way, whatever it does, and the REPL goes on",
    arguments: [
      "sleep(1000)", "while true do end", ":wait", ":wait idle", "tasks.wait_for_turn()", "tasks.get(1):wait()",
      ":load endless.lua",
    ]
  )
  func endsLine(line: String) async throws {
    try folder.write("while true do end", to: "endless.lua")
    let session = try await TerminalSession(in: folder, isOnOneCore: true)
    try await session.enter(":start sleep seconds:=1000")
    try await session.begin(line)
    session.pressControlC()
    try await session.showsPrompt()
    #expect(session.screen.lines.dropLast().last?.hasSuffix("interrupted") == true, "\(session.screen.text)")
    // What was started goes on.
    let tasks = try await session.enter(":tasks")
    #expect(tasks.contains { $0.hasPrefix("task-1") && $0.contains("running") }, "\(tasks)")
  }

  @Test("on a line being typed drops the line and interrupts the turn: what holds it is cancelled")
  func interruptsTurn() async throws {
    let session = try await TerminalSession(in: folder)
    try await session.enter(":start sleep seconds:=1000")
    try await session.enter(":start sleep seconds:=1000")
    try await session.enter(":detach 2")
    try await session.typeAhead("half a line")
    session.pressControlC()
    try await session.showsLine(with: "cancelled", "task-1", "sleep")
    try await session.showsPrompt()
    let tasks = try await session.enter(":tasks")
    #expect(tasks.contains { $0.hasPrefix("task-2") && $0.contains("running") }, "\(tasks)")
    #expect(session.process.endedWith == nil)
  }

  @Test("twice leaves only when nothing was done between")
  func twiceInARow() async throws {
    let session = try await TerminalSession(in: folder)
    session.pressControlC()
    try await session.showsLine(with: "Ctrl-C again leaves")
    try await session.showsPrompt()
    #expect(try await session.enter("1 + 1") == ["2"])
    session.pressControlC()
    try await session.shows("the hint again") { $0.count { $0.contains("Ctrl-C again leaves") } == 2 }
    try await session.showsPrompt()
    #expect(session.process.endedWith == nil)
  }
}
