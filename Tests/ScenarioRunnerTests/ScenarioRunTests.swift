import Foundation
import ScenarioRunner
import Testing

@Suite("Running scenario files")
struct ScenarioRunTests {
  @Test("all files in a folder and below run in order; the status says how it went")
  func folder() async throws {
    let folder = try ScenarioFolder()
    try folder.makeFolder("sub")
    try folder.write("b.scenario.lua", "it('second', function() end)")
    try folder.write("a.scenario.lua", "it('first', function() end)")
    try folder.write("sub/c.scenario.lua", "it('third', function() end)")
    try folder.write("helper.lua", "error('not a scenario')")
    let passed = await run([folder.path, "\(folder.path)/a.scenario.lua"])
    #expect(passed.status == 0 && passed.complaints.isEmpty)
    let ticked = passed.output.split(separator: "\n").filter { $0.contains("✓") }
    #expect(ticked == ["  ✓ first", "  ✓ second", "  ✓ third"])
    #expect(passed.output.contains("3 passed, 0 failed"))

    try folder.write("z.scenario.lua", "it('fourth', function()\n  assert.equal(1, 2)\nend)")
    let failed = await run([folder.path])
    #expect(failed.status == 1)
    #expect(failed.output.contains("\(folder.path)/z.scenario.lua:2: failed"))
    #expect(failed.output.contains("2 |   assert.equal(1, 2)") && failed.output.contains("3 passed, 1 failed"))

    try folder.write("y.scenario.lua", "it(")
    let broken = await run([folder.path])
    #expect(broken.status == 2 && broken.complaints.contains("y.scenario.lua:1:"))
    #expect(broken.output.contains("3 passed, 1 failed, 1 file not loaded"))
  }

  @Test("a file that is linked to runs once, one that links elsewhere runs, and folders are not followed by links")
  func links() async throws {
    let folder = try ScenarioFolder()
    let other = try ScenarioFolder()
    try folder.write("a.scenario.lua", "it('first', function() end)")
    let path = try other.write("c.scenario.lua", "it('elsewhere', function() end)")
    let manager = FileManager.default
    for (link, target) in [
      ("b.scenario.lua", "a.scenario.lua"), ("c.scenario.lua", path), ("more", other.path), ("loop", "."),
    ] {
      try manager.createSymbolicLink(atPath: "\(folder.path)/\(link)", withDestinationPath: target)
    }
    let passed = await run([folder.path])
    #expect(passed.output.split(separator: "\n").filter { $0.contains("✓") } == ["  ✓ first", "  ✓ elsewhere"])
    #expect(passed.status == 0 && passed.complaints.isEmpty)

    try manager.createSymbolicLink(atPath: "\(folder.path)/d.scenario.lua", withDestinationPath: "nowhere")
    let broken = await run([folder.path])
    #expect(broken.status == 2 && broken.output.contains("2 passed"))
    #expect(broken.complaints.contains("cannot read \(folder.path)/d.scenario.lua: no such file"))
  }

  @Test("nothing selected, nothing there and no scenario there are status 2, each with a message")
  func nothing() async throws {
    let folder = try ScenarioFolder()
    let missing = await run(["\(folder.path)/none"])
    #expect(missing.status == 2 && missing.complaints.contains("there is no such file or folder"))
    let empty = await run([folder.path])
    #expect(empty.status == 2 && empty.complaints.contains("there is no *.scenario.lua file in this folder"))
    try folder.write("a.scenario.lua", "it('first', function() end)")
    var options = ScenarioOptions()
    options.filter = "zzz"
    let none = await run([folder.path], options: options)
    #expect(none.status == 2 && none.complaints.contains("no test was selected"))
    let partly = await run([folder.path, "\(folder.path)/none"])
    #expect(partly.status == 2 && partly.output.contains("1 passed"))
  }

  @Test("list writes a line for each test and runs none")
  func list() async throws {
    let folder = try ScenarioFolder()
    let path = try folder.write("a.scenario.lua", "describe('b', function()\n it('c', function() error() end) end)")
    let listed = Lines()
    let run = ScenarioRun(options: ScenarioOptions(), output: listed) { _ in }
    #expect(await run.list([folder.path]) == 0)
    #expect(listed.text == "\(path):2: b c\n")
  }

  @Test("what a failed test printed is shown with it")
  func log() async throws {
    let folder = try ScenarioFolder()
    try folder.write("a.scenario.lua", "it('a', function() print('clue')\nerror('no') end)")
    let failed = await run([folder.path])
    #expect(failed.output.contains("log: \(folder.path)/a.scenario.lua:1: clue"))
  }

  @Test("bail leaves the files after the first failure alone")
  func bail() async throws {
    let folder = try ScenarioFolder()
    try folder.write("a.scenario.lua", "it('first', function() error('no') end)")
    try folder.write("b.scenario.lua", "it('second', function() end)")
    var options = ScenarioOptions()
    options.bails = true
    let run = await ScenarioRunnerTests.run([folder.path], options: options)
    #expect(run.status == 1 && !run.output.contains("second"))
  }
}
