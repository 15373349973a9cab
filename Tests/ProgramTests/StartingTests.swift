import FoundationEssentials
import Testing

@Suite("What the REPL begins with")
struct StartingTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder / ".config/switchyard", withIntermediateDirectories: true)
    try folder.write("print('init')", to: ".config/switchyard/init.lua")
    try folder.write("print('one') from_one = 1", to: "one.lua")
    try folder.write("print('two', from_one)", to: "two.lua")
  }

  @Test("without a subcommand it is the REPL, and runs init.lua of the configuration folder first")
  func plain() async throws {
    let run = try await Program.run([], input: "print('line')\n", in: folder)
    #expect(run.output == "init\nline\n", "\(run)")
    #expect(run.status == 0)
  }

  @Test("--no-init runs none, --init another")
  func otherInit() async throws {
    let none = try await Program.run("--no-init", input: "print('line')\n", in: folder)
    #expect(none.output == "line\n", "\(none)")
    let other = try await Program.run("--init", "one.lua", input: "print('line')\n", in: folder)
    #expect(other.output == "one\nline\n", "\(other)")
  }

  @Test("then the tools, then the scripts in their order, then the lines")
  func order() async throws {
    try folder.write("print('tools') tools.define('mine', { takes = 0, returns = 'ok' })", to: "tools.lua")
    let run = try await Program.run(
      "--tools",
      "tools.lua",
      "one.lua",
      "two.lua",
      input: "print(tasks.start('mine'):wait().output, from_one)\n",
      in: folder
    )
    #expect(run.outputLines.filter { !$0.hasPrefix(" ") } == ["init", "tools", "one", "two\t1", "ok\t1"], "\(run)")
  }

  @Test("the examples' tools work")
  func exampleTools() async throws {
    let run = try await Program.batch(
      ":start list path=two.lua",
      ":wait",
      ":start search path=one.lua pattern=from_one",
      ":wait",
      options: ["--tools", "\(Program.examples)/tools.lua"],
      in: folder
    )
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("list completed: -rw"), "\(run)")
    #expect(
      run.output.contains("search completed: one.lua:1:") || run.output.contains("search completed: 1:"),
      "\(run)"
    )
  }
}
