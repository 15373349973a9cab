import Testing

@Suite("At a terminal: bad input gets one clear message, and the REPL goes on")
struct BadInputTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Types one line and expects one line of answer, then that the REPL still works.
  private func expect(_ line: String, _ answer: String, sourceLocation: SourceLocation = #_sourceLocation) async throws
  {
    let session = try await TerminalSession(in: folder)
    let shown = try await session.enter(line)
    #expect(shown == [answer], sourceLocation: sourceLocation)
    let next = try await session.enter("6 * 7")
    #expect(next == ["42"], sourceLocation: sourceLocation)
  }

  @Test("a policy that is not there")
  func missingPolicy() async throws {
    try await expect(":policy load nope.lua", "error: nope.lua: cannot read it: no such file or directory")
  }

  @Test("a directory as policy")
  func directory() async throws {
    try await expect(":policy load .", "error: .: cannot read it: it is a directory")
  }

  @Test("a policy that is not text")
  func binaryPolicy() async throws {
    try folder.write("\u{1B}Lua", to: "policy.lua")
    let session = try await TerminalSession(in: folder)
    let answer = try await session.enter(":policy load policy.lua")
    #expect(answer.count == 1)
    #expect(answer.first?.hasPrefix("error: policy.lua") == true, "\(answer)")
  }

  @Test("a policy with an unknown key")
  func unknownKey() async throws {
    try folder.write("return { rout = 1 }", to: "policy.lua")
    try await expect(
      ":policy load policy.lua",
      "error: policy.lua: the policy: unknown key 'rout' (did you mean 'route'?)"
    )
  }

  @Test("a tools file with an error")
  func tools() async throws {
    try folder.write("\ntools.define('x', { takess = 1 })\n", to: "tools.lua")
    let session = try await TerminalSession(in: folder)
    let answer = try await session.enter(":load tools.lua")
    #expect(answer.dropFirst() == ["  2 | tools.define('x', { takess = 1 })"])
    #expect(answer.first?.hasPrefix("error: tools.lua:2: ") == true, "\(answer)")
    #expect(answer.first?.contains("did you mean 'takes'") == true, "\(answer)")
  }

  @Test("a tools file with an error, named on the command line: the REPL begins all the same")
  func startingTools() async throws {
    try folder.write("\n\nlocal x = = 1", to: "tools.lua")
    let session = try await TerminalSession(in: folder, "--tools", "tools.lua", "--policy", "nope.lua")
    try await session.showsLine(with: "error: tools.lua:3: unexpected symbol near '='")
    try await session.showsLine(with: "error: nope.lua: cannot read it: no such file or directory")
    #expect(try await session.enter("6 * 7") == ["42"])
  }

  @Test("malformed JSON is told with its column")
  func malformedJSON() async throws {
    try await expect(#":start echo {"a": 1,}"#, "error: a key in double quotes is expected here (column 21)")
  }

  @Test("an unknown tool is a failed task with an answer")
  func unknownTool() async throws {
    let session = try await TerminalSession(in: folder)
    try await session.enter(":start ehco")
    try await session.showsLine(with: "failed", "task-1", "there is no tool 'ehco'")
    let answer = try await session.enter(":wait")
    #expect(answer == ["task-1 ehco failed: there is no tool 'ehco' (did you mean 'echo'?)"])
    #expect(try await session.enter("6 * 7") == ["42"])
  }

  @Test("a task that is not there")
  func unknownTask() async throws {
    try await expect(":cancel 99", "error: there is no task 'task-99'")
  }

  @Test("a command without what it needs")
  func usage() async throws {
    try await expect(":cancel", "error: usage: :cancel TASK…")
  }

  @Test("a command that is none")
  func unknownCommand() async throws {
    try await expect(":frob", "error: unknown command ':frob': ':help' lists them")
  }

  @Test("a Lua error")
  func luaError() async throws {
    try await expect("local x = nil; x.y = 1", "error: repl:1: attempt to index a nil value (local 'x')")
  }

  @Test("a policy that loops for ever costs its call the budget: the fault is shown and it runs in the foreground")
  func endlessPolicy() async throws {
    try folder.write("return {\n  route = function()\n    while true do end\n  end,\n}\n", to: "policy.lua")
    let session = try await TerminalSession(in: folder, "--policy", "policy.lua")
    try await session.enter(":start echo message=hi")
    try await session.showsLine(with: "policy_fault", "policy.lua:3: ")
    try await session.showsLine(with: "started", "task-1", "(foreground)")
    try await session.showsLine(with: "completed", "task-1")
    let answer = try await session.enter(":wait")
    #expect(answer == [#"task-1 echo completed: {"message":"hi"}"#])
    let explanation = try await session.enter(":explain 1").joined(separator: "\n")
    #expect(explanation.contains("the policy failed"), "\(explanation)")
  }

  @Test("input that is not text")
  func controlCharacters() async throws {
    let session = try await TerminalSession(in: folder)
    session.type(#"print("\27[2J\7\0x")"# + "\r")
    try await session.shows("the text without its controls") { lines in
      lines.last == "main/t1>" && lines.dropLast().last?.contains("x") == true
    }
    #expect(try await session.enter("6 * 7") == ["42"])
  }
}
