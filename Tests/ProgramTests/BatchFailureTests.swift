import Testing

@Suite("A batch's failures")
struct BatchFailureTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("an error inside functions tells how it was reached")
  func traceback() async throws {
    let run = try await Program.batch(
      "function g() error('deep') end function f() g() end",
      "local _ = f()",
      in: folder
    )
    #expect(
      run.errorLines == ["error: stdin:1: deep", "  stdin:1: in g", "  stdin:1: in f", "  stdin:2: in chunk"],
      "\(run)"
    )
  }

  @Test("of several lines that were typed, and of a script, the one at fault is shown")
  func sourceLine() async throws {
    let run = try await Program.batch("print(1)", "do", "  local t = nil", "  t.x = 1", "end", in: folder)
    #expect(
      run.errorLines == ["error: stdin:4: attempt to index a nil value (local 't')", "  4 |   t.x = 1"],
      "\(run)"
    )
    try folder.write("local x = 1\nx = = 2\n", to: "broken.lua")
    let script = try await Program.run("run", "broken.lua", in: folder)
    #expect(
      script.errorLines == ["error: broken.lua:2: unexpected symbol near '='", "  2 | x = = 2"],
      "\(script)"
    )
  }

  @Test("an unknown command is named with its line on standard error; the batch goes on and ends with 1")
  func unknownCommand() async throws {
    let run = try await Program.batch("x = 1", "", ":strat echo", "print('after')", in: folder)
    #expect(run.status == 1)
    #expect(run.errors == "error: stdin:3: unknown command ':strat': did you mean ':start'?\n")
    #expect(run.output == "after\n")
  }

  @Test("with --bail the first failed line is the last")
  func bails() async throws {
    let run = try await Program.batch("print('before')", ":nope", "print('after')", options: ["--bail"], in: folder)
    #expect(run.status == 1)
    #expect(run.output == "before\n")
    #expect(run.errors.contains("stdin:2:"), "\(run)")
  }

  @Test("the beginning of a command is no command")
  func noPrefixes() async throws {
    let run = try await Program.batch(":tas", in: folder)
    #expect(run.status == 1)
    #expect(run.errors == "error: stdin:1: unknown command ':tas': did you mean ':tasks'?\n")
  }

  @Test("a failed task is not a failed line")
  func failedTask() async throws {
    let run = try await Program.batch(":start fail message=broken", ":wait", options: ["--bail"], in: folder)
    #expect(run.status == 0, "\(run)")
    #expect(run.outputLines.last == "task-1 fail failed: broken")
  }

  @Test("a Lua error names the batch's line, also inside a chunk of several lines")
  func luaError() async throws {
    let run = try await Program.batch("x = 1", "do", "  local y = 2", "  error('boom')", "end", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("error: stdin:4: boom"), "\(run)")
  }

  @Test("a syntax error names the batch's line")
  func syntaxError() async throws {
    let run = try await Program.batch("x = 1", "x = = 2", "print('after')", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("error: stdin:2: unexpected symbol near '='"), "\(run)")
    #expect(run.output == "after\n")
  }

  @Test("Lua that the input's end leaves unfinished is an error")
  func unfinished() async throws {
    let run = try await Program.batch("x = 1", "function f()", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("'end' expected"), "\(run)")
  }

  @Test(
    "what it was told to begin with must be there: status 2 and no line is run",
    arguments: [
      "--policy", "--tools", "--init", "",
    ]
  )
  func missingStart(option: String) async throws {
    let options = option.isEmpty ? ["nope.lua"] : [option, "nope.lua"]
    let run = try await Program.run(["repl"] + options, input: "print('ran')\n", in: folder)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errorLines.count == 1)
    #expect(run.errors.contains("nope.lua") && run.errors.contains("no such file"), "\(run)")
  }
}
