import ScenarioRunner
import Testing

@Suite("Where something failed")
struct FailurePlaceTests {
  @Test("a failure in a helper is told with its line, and with the line that called it")
  func helper() async throws {
    let folder = try ScenarioFolder()
    try folder.write("helper.lua", "return function(value)\n  assert.equal(1, value)\n  return value\nend")
    let path = try folder.write(
      "t.scenario.lua",
      "local check = require 'helper'\nit('a', function()\n  check(2)\n  check(1)\nend)"
    )
    let text = await run([path]).output
    #expect(
      text.contains(
        """
           \(folder.path)/helper.lua:2: failed
           2 |   assert.equal(1, value)
           called from \(path):3
             Expected objects to be equal.
        """
      ),
      "\(text)"
    )
    let report = await run([path], reports: [ReportRequest(.tap)]).output
    #expect(report.contains(##"traceback: "\##(folder.path)/helper.lua:2\n\##(path):3""##), "\(report)")
  }

  @Test("one in the test itself is told with its line alone")
  func direct() async throws {
    let folder = try ScenarioFolder()
    let path = try folder.write("t.scenario.lua", "it('a', function()\n  assert.equal(1, 2)\nend)")
    let text = await run([path]).output
    #expect(text.contains("   2 |   assert.equal(1, 2)\n     Expected objects to be equal."), "\(text)")
  }

  @Test("a policy's fault is told with its line in the policy, and with the test in which it happened")
  func policy() async throws {
    let folder = try ScenarioFolder()
    try folder.write("p.lua", "return { route = function(request)\n  return request.input.x.y\nend }")
    let path = try folder.write("t.scenario.lua", "policy.load('p.lua')\nit('a', function() tasks.start('echo') end)")
    let text = await run([path]).output
    #expect(
      text.contains("p.lua:2: failed\n   2 |   return request.input.x.y\n   in the test at \(path):2\n"),
      "\(text)"
    )
  }

  @Test("a file that cannot be loaded is told with its line, and a caret where the line has the word once")
  func load() async throws {
    let folder = try ScenarioFolder()
    let path = try folder.write("t.scenario.lua", "local x = 1\nlocal y = 2 +\tthen 3\n")
    let told = "error: \(path):2: unexpected symbol near 'then'\n"
    #expect(await run([path]).complaints == told + "  2 | local y = 2 +\tthen 3\n                   \t^\n")
    try folder.write("t.scenario.lua", "local y = = 2\n")
    #expect(await run([path]).complaints.hasSuffix("near '='\n  1 | local y = = 2\n"))
    try folder.write("t.scenario.lua", "\nerror('early')\n")
    #expect(await run([path]).complaints.hasSuffix("early\n  2 | error('early')\n"))
  }
}
