import Testing

@Suite("switchyard run")
struct RunCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("runs a script with real tools and prints what it prints, nothing else")
  func realTools() async throws {
    try folder.write(
      """
      local task = tasks.start("shell", { command = "echo $((6 * 7)); pwd" }):wait()
      print(task.status, task.output)
      """,
      to: "script.lua"
    )
    let run = try await Program.run("run", "script.lua", in: folder)
    #expect(run.status == 0, "\(run)")
    #expect(run.errors == "")
    #expect(run.outputLines == ["completed\t42", folder.path], "\(run)")
  }

  @Test("--policy routes what the script starts")
  func policy() async throws {
    try folder.write("return { route = function() return 'background' end }", to: "policy.lua")
    try folder.write("print(tasks.start('echo').kind)", to: "script.lua")
    let run = try await Program.run("run", "--policy", "policy.lua", "script.lua", in: folder)
    #expect(run.output == "background\n", "\(run)")
  }

  @Test("an error is told with file and line, the next script runs; status 1")
  func scriptError() async throws {
    try folder.write("local x = 1\n\nerror('bad thing')\n", to: "bad.lua")
    try folder.write("print('next')", to: "good.lua")
    let run = try await Program.run("run", "bad.lua", "good.lua", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("error: bad.lua:3: bad thing"), "\(run)")
    #expect(run.output == "next\n")
  }

  @Test("a syntax error is a file that could not be loaded; status 2")
  func syntaxError() async throws {
    try folder.write("\nx = = 1", to: "bad.lua")
    let run = try await Program.run("run", "bad.lua", in: folder)
    #expect(run.status == 2)
    #expect(run.errors == "error: bad.lua:2: unexpected symbol near '='\n  2 | x = = 1\n")
  }

  @Test("a file that is not there is named; status 2")
  func missing() async throws {
    let run = try await Program.run("run", "nope.lua", in: folder)
    #expect(run.status == 2)
    #expect(run.errors == "error: cannot read nope.lua: no such file or directory\n")
  }

  @Test("wrong usage is 64")
  func wrongUsage() async throws {
    let run = try await Program.run("run", in: folder)
    #expect(run.status == 64)
    #expect(run.errors.contains("Usage: switchyard run"), "\(run)")
  }

  @Test("what a script leaves running is gone when it ends")
  func leftovers() async throws {
    let marker = Marker()
    try folder.write(
      """
      tasks.start("shell", { command = "\(marker.command)" })
      tasks.start("shell", { command = "echo begun" }):wait()
      """,
      to: "script.lua"
    )
    let run = try await Program.run("run", "script.lua", in: folder)
    #expect(run.status == 0, "\(run)")
    #expect(try marker.processes == [])
  }
}
