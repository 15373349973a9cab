import Glibc
import Testing

@Suite("switchyard test: ended by a signal")
struct ScenarioInterruptTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "shows what was done, completes the reports, and leaves no tool behind",
    arguments: [SIGINT, SIGTERM],
    [
      "while true do end", "while true do advance(1) end", "while true do pcall(advance, 1) end",
      "tools.define('t', function() while true do sleep(1) end end) tasks.start('t'):wait()",
    ]
  )
  func interrupted(signal: Int32, body: String) async throws {
    try folder.write(
      "it('is done', function() end)\nit('goes on', function() \(body) end)\nit('never', function() end)",
      to: "a.scenario.lua"
    )
    try folder.write("it('never either', function() end)", to: "b.scenario.lua")
    let run = try await interrupt(["test", "."], with: signal)
    #expect(run.status == 128 + signal, "\(run)")
    #expect(run.output.contains("✓ is done") && run.output.contains("interrupted: 1 passed, 0 failed in"), "\(run)")
    #expect(!run.output.contains("never") && run.errors == "", "\(run)")
    let tap = try folder.read("out.tap")
    #expect(tap == "TAP version 13\nok 1 - is done\n1..1\nBail out! interrupted\n")
    #expect(try folder.read("out.xml").hasSuffix("</testsuite>\n</testsuites>\n"))
    #expect(try folder.read("out.json").contains(#""interrupted":true"#))
  }

  @Test("also while a file is loaded")
  func loading() async throws {
    try folder.write("it('is done', function() end)", to: "a.scenario.lua")
    try folder.write("while true do end", to: "b.scenario.lua")
    let run = try await interrupt(["test", "."], with: SIGINT)
    #expect(run.status == 130 && run.errors == "", "\(run)")
    #expect(run.output.contains("interrupted: 1 passed"))
  }

  @Test("in real time the commands end with it")
  func commands() async throws {
    let marker = Marker()
    try folder.write(
      "it('is done', function() end)\nit('a', function() tasks.start('shell', { command = \(marker.command.debugDescription) }):wait() end)",
      to: "a.scenario.lua"
    )
    let run = try await interrupt(["test", "--real-time", "."], with: SIGINT) { try !marker.processes.isEmpty }
    #expect(run.status == 130, "\(run)")
    #expect(try marker.processes == [])
  }

  /// Runs the program until `isUnderWay`, or the first test is done, and sends the signal.
  private func interrupt(
    _ arguments: [String],
    with signal: Int32,
    when isUnderWay: () throws -> Bool = { true }
  ) async throws -> Program.Run {
    let reports = ["tap:out.tap", "junit:out.xml", "json:out.json", "pretty"].flatMap { ["--reporter", $0] }
    var launch = try ProcessLaunch(Program.path, arguments + reports, in: folder)
    defer { launch.close() }
    launch.open("/dev/null", as: 0, O_RDONLY)
    launch.open(folder / "output", as: 1, O_WRONLY | O_CREAT)
    launch.open(folder / "errors", as: 2, O_WRONLY | O_CREAT)
    let process = try launch.start()
    try await eventually("the first test is done") {
      try ((try? folder.read("output")) ?? "").contains("is done") && isUnderWay()
    }
    process.send(signal)
    let status = try await process.exitStatus()
    return Program.Run(status: status, output: try folder.read("output"), errors: try folder.read("errors"))
  }
}
