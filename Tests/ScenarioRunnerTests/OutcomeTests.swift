import ScenarioRunner
import TaskEngine
import Testing

@Suite("How an it ends")
struct OutcomeTests {
  @Test("a failed expectation tells file, line, expected and actual")
  func failure() async throws {
    let folder = try ScenarioFolder()
    let report = try await folder.run(
      "it('a', function()\n  sleep(1)\n  assert.equal('background', tasks.start('echo').kind)\nend)"
    )
    let result = try #require(report.results.first)
    #expect(result.status == .failure && result.file == "\(folder.path)/t.scenario.lua" && result.line == 3)
    #expect(result.message?.contains("background") == true && result.message?.contains("foreground") == true)
  }

  @Test("an error tells where it was raised, in a required file too")
  func raised() async throws {
    let folder = try ScenarioFolder()
    try folder.write("helper.lua", "return function()\n\n  error('broken helper')\nend")
    let report = try await folder.run(
      """
      local help = require("helper")
      it("a", function() help() end)
      it("b", function()
        local x
        x.y = 1
      end)
      it("c", function() tasks.start(5) end)
      """
    )
    #expect(report.words == ["a: error", "b: error", "c: error"])
    #expect(
      report.results.map(\.file) == ["\(folder.path)/helper.lua"]
        + Array(repeating: "\(folder.path)/t.scenario.lua", count: 2)
    )
    #expect(report.results.map(\.line) == [3, 5, 7])
    #expect(report.results[0].message == "broken helper")
    #expect(report.results[2].message == "tasks.start: tool must be a string, got 5")
  }

  @Test("pending its are not run and say why")
  func pending() async throws {
    let report = try await scenario(
      "pending('later', 'not yet')\nit('now', function() pending('in the midst') error('ran') end)\npending('bare')"
    )
    #expect(report.words == ["later: pending", "now: pending", "bare: pending"])
    #expect(report.results.map(\.message) == ["not yet", "in the midst", nil])
  }

  @Test("waiting for what cannot happen fails at once and says what was waited for, at its line")
  func deadlock() async throws {
    let report = try await scenario(
      """
      tools.define("hang", { hangs = true })
      it("a", function()
        local t = tasks.start("hang")
        t:wait()
      end)
      it("b", function()
        tasks.start("hang")
        tasks.wait_for_turn()
      end)
      it("c", function() tasks.wait_for_loop_updates { continue_requested = true } end)
      it("d", function() tasks.start("hang") tasks.wait_for_idle() end)
      it("e", function() assert.equal("timeout", select(2, tasks.start("hang"):wait(5))) end)
      """
    )
    #expect(report.words == ["a: error", "b: error", "c: error", "d: error", "e: passed"])
    let stuck = "nothing is left that could happen while waiting for "
    #expect(
      report.messages == [
        stuck + "task-1 (hang)", stuck + "turn t1", stuck + "updates of session main's loop",
        stuck + "all tasks to end",
      ]
    )
    #expect(report.results.map(\.line) == [4, 8, 10, 11, nil])
  }

  @Test(
    "an it that does not end is an error within the limit, and the next runs",
    arguments: [
      "while true do end", "while true do pcall(function() while true do end end) end",
      "tools.define('x', function() while true do end end) tasks.start('x'):wait() while true do end",
      "while true do advance(1) end", "while true do pcall(advance, 1) end",
      "repeat tasks.start('echo'):wait() until false",
    ]
  )
  func endless(body: String) async throws {
    var options = ScenarioOptions()
    options.timeLimit = .milliseconds(300)
    let began = ContinuousClock.now
    let report = try await scenario(
      "it('a', function() \(body) end)\nit('b', function() advance(1) end)",
      options: options
    )
    #expect(report.words == ["a: error", "b: passed"])
    #expect(began.duration(to: .now) < .seconds(20))
  }

  @Test("what passes the limit while it waits says what it waited for, and pcall does not hold it")
  func timeLimit() async throws {
    var options = ScenarioOptions()
    options.timeLimit = .milliseconds(200)
    let report = try await scenario("it('a', function()\nwhile true do pcall(advance, 1) end end)", options: options)
    let message = try #require(report.messages.first)
    #expect(
      message.hasPrefix(
        "the real-time limit of 0.2 s passed while waiting for 1.0 s to pass; the virtual clock was at "
      )
    )
    #expect(report.results.first?.line == 2)
  }

  @Test("a policy fault that nobody takes fails the it in which it happens, and only that")
  func fault() async throws {
    let folder = try ScenarioFolder()
    try folder.write("p.lua", "return { route = function(r)\n  if r.input.bad then error('oh') end\nend }")
    let report = try await folder.run(
      """
      policy.load("p.lua")
      it("a", function() tasks.start("echo", { bad = true }) end)
      it("b", function() tasks.start("echo") end)
      it("c", function()
        tasks.start("echo", { bad = true })
        assert.equal("oh", policy.take_faults()[1].message)
      end)
      it("d", function()
        tasks.start("echo", { bad = true })
        policy.take_faults()
        tasks.start("echo", { bad = true })
      end)
      it("e", function()
        tasks.start("echo", { bad = true })
        assert.equal(1, 2)
      end)
      """
    )
    #expect(report.words == ["a: failure", "b: passed", "c: passed", "d: failure", "e: failure"])
    #expect(report.results[0].file == "\(folder.path)/p.lua" && report.results[0].line == 2)
    #expect(report.messages[0].contains("route") && report.messages[0].contains("oh"))
    #expect(!report.messages[2].contains("oh"))
  }

  @Test("what the scenario and its policy print is kept with the it")
  func log() async throws {
    let folder = try ScenarioFolder()
    let path = "\(folder.path)/t.scenario.lua"
    let report = try await folder.run(
      "policy.define([[return { route = function() print('asked') end }]])\nit('a', function()\n print('one')\n"
        + "tasks.start('echo') end)\nit('b', function() print('two') end)"
    )
    #expect(report.results.first?.log.first == "\(path):3: one")
    #expect(report.results.first?.log.last?.hasSuffix(":1: asked") == true)
    #expect(report.results.last?.log == ["\(path):5: two"])
  }

  @Test("an it that ends in the midst of a wait of another coroutine leaves nothing to the next")
  func leftovers() async throws {
    let report = try await scenario(
      """
      local late
      it("a", function()
        tools.define("x", function() sleep(100) late = true end)
        tasks.start("x")
        advance(1)
      end)
      it("b", function()
        advance(1000)
        assert.is_nil(late)
      end)
      """
    )
    #expect(report.messages == [])
  }
}
