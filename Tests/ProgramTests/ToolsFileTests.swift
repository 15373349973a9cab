import Testing

@Suite("At a terminal: a file of tools that is edited while it is in use")
struct ToolsFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func session() async throws -> TerminalSession {
    try await TerminalSession(in: folder, "--tools", "tools.lua")
  }

  @Test("what is saved is live: new tools come, others change or go, and a built-in one comes back")
  func reload() async throws {
    try folder.write(
      "tools.define('a', { returns = 'one' })\ntools.define('echo', { returns = 'mine' })\n",
      to: "tools.lua"
    )
    let session = try await session()
    try await session.enter(":start a")
    try await session.enter(":start echo text=yours")
    try await session.enter(":wait")
    try await session.showsLine(with: "task-1 a completed: one")
    try await session.showsLine(with: "task-2 echo completed: mine")

    try folder.replace("tools.lua", with: "tools.define('b', { returns = 'two' })\n")
    try await session.showsLine(with: "tools_loaded", "b")
    try await session.enter(":start a")
    try await session.enter(":start b")
    try await session.enter(":start echo text=yours")
    try await session.enter(":wait")
    try await session.showsLine(with: "task-3 a failed: there is no tool 'a'")
    try await session.showsLine(with: "task-4 b completed: two")
    try await session.showsLine(with: "task-5 echo completed", "yours")
  }

  @Test("a mistake is told with file, line and cause, and changes nothing; it can be mended")
  func mistake() async throws {
    try folder.write("tools.define('a', { returns = 'one' })\n", to: "tools.lua")
    let session = try await session()
    try folder.write(
      "tools.define('a', { returns = 'two' })\ntools.define('b', { input = { n = 'int' } })\n",
      to: "tools.lua"
    )
    try await session.showsLine(
      with: "tools_fault",
      "tools.lua:2: ",
      "input.n: there is no type 'int'",
      "the tools of the last good one stay"
    )
    try await session.enter(":start a")
    try await session.enter(":wait")
    try await session.showsLine(with: "task-1 a completed: one")
    try folder.write("tools.define('a', { returns = 'three' })\n", to: "tools.lua")
    try await session.showsLine(with: "tools_loaded", "a")
    try await session.enter(":start a")
    try await session.enter(":wait")
    try await session.showsLine(with: "task-2 a completed: three")
  }

  @Test("a file that is broken at first is mended by saving it; one that it requires is watched too")
  func required() async throws {
    try folder.write("require 'more'", to: "tools.lua")
    let session = try await session()
    try await session.showsLine(with: "module 'more' not found")
    try folder.write("tools.define('a', { returns = 'one' })\n", to: "more.lua")
    try await session.showsLine(with: "tools_loaded", "a")
  }

  @Test(
    "tools that loop, and that hold on through pcall around their waits, are cancelled; nobody else notices",
    arguments: ["a file", "the prompt"]
  )
  func loops(_ origin: String) async throws {
    let definitions = [
      "tools.define('spin', function() while true do pcall(function() while true do end end) end end)",
      "tools.define('hold', function() while true do pcall(sleep, 3600) end end)",
      "tools.define('busy', function() while true do for i = 1, 1e6 do end pcall(sleep, 0) end end)",
    ]
    try folder.write(origin == "a file" ? definitions.joined(separator: "\n") : "", to: "tools.lua")
    let session = try await session()
    if origin == "the prompt" {
      for line in definitions { try await session.enter(line) }
    }
    // In one line, so that how long typing takes does not matter.
    try await session.enter("for _, x in ipairs { 'spin', 'spin', 'hold', 'busy', 'echo' } do tasks.start(x) end")
    #expect(try await session.enter("1 + 1").contains("2"))
    try await session.enter(":wait 5")
    try await session.showsLine(with: "completed", "task-5", "echo")
    // The two that compute only may have used up their budgets, which ends them too.
    try await session.enter(":cancel 3 4")
    try await session.enter(":wait idle")
    try await session.showsLine(with: "cancelled", "task-3", "hold")
    try await session.showsLine(with: "cancelled", "task-4", "busy")
    try await session.showsLine(with: "failed", "task-1", "spin", "instruction budget")
    #expect(try await session.enter("1 + 2").contains("3"))
    // Both came while the two computed, and not when they were through.
    let lines = session.screen.lines
    let ended = try #require(lines.firstIndex { $0.contains("failed") && $0.contains("spin") })
    #expect(try #require(lines.firstIndex(of: "2")) < ended)
    #expect(try #require(lines.firstIndex { $0.contains("completed") && $0.contains("task-5") }) < ended)
  }
}
