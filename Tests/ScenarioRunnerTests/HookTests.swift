import ScenarioRunner
import Testing

@Suite("Hooks")
struct HookTests {
  @Test("before_each and after_each run around each it in its world, from the outside in and back")
  func order() async throws {
    let report = try await scenario(
      """
      local order = {}
      local function note(text) return function() order[#order + 1] = text end end
      setup(note "setup")
      teardown(note "teardown")
      before_each(note "before")
      after_each(note "after")
      it("first", note "first")
      describe("inner", function()
        setup(note "inner setup")
        before_each(note "inner before")
        after_each(note "inner after")
        it("second", note "second")
      end)
      it("third", function()
        assert.same({
          "setup", "before", "first", "after", "inner setup", "before", "inner before", "second", "inner after", "after",
          "before",
        }, order)
      end)
      """
    )
    #expect(report.messages == [])
    #expect(report.words == ["first: passed", "inner second: passed", "third: passed"])
  }

  @Test("what before_each starts is the it's own, and it may wait")
  func world() async throws {
    let report = try await scenario(
      """
      local task
      before_each(function()
        task = tasks.start("sleep", { seconds = 5 })
        advance(1)
      end)
      after_each(function() assert.equal("completed", task:wait().status) end)
      it("a", function() assert.equal("task-1 1.0", task.id .. " " .. tasks.now()) end)
      it("b", function() assert.equal("task-1 1.0", task.id .. " " .. tasks.now()) end)
      """
    )
    #expect(report.messages == [])
    #expect(report.words == ["a: passed", "b: passed"])
  }

  @Test("what setup loads holds for each it of its block")
  func setupLoads() async throws {
    let report = try await scenario(
      """
      setup(function() policy.define("return { route = function() return 'background' end }") end)
      it("a", function() assert.equal("background", tasks.start("echo").kind) end)
      it("b", function() assert.equal("background", tasks.start("echo").kind) end)
      """
    )
    #expect(report.words == ["a: passed", "b: passed"])
  }

  @Test("a hook that fails is an error named by its block, as in busted; what it was for does not run, all else does")
  func failing() async throws {
    let report = try await scenario(
      """
      describe("bad", function()
        before_each(function() error("no") end)
        before_each(function() assert.equal(1, 2) end)
        it("a", function() error("never") end)
      end)
      describe("worse", function()
        setup(function() error("first") end)
        it("b", function() error("never") end)
        describe("inside", function()
          setup(function() error("never") end)
          teardown(function() error("never") end)
          it("c", function() error("never") end)
        end)
        teardown(function() error("last") end)
      end)
      describe("afterwards", function()
        after_each(function() error("after") end)
        it("d", function() end)
      end)
      it("e", function() end)
      """
    )
    #expect(report.loadError == nil)
    #expect(
      report.words == [
        "bad before_each: error", "bad before_each: error", "worse setup: error", "worse teardown: error",
        "afterwards d: passed", "afterwards after_each: error", "e: passed",
      ]
    )
    #expect(report.messages.map { $0.prefix(8) } == ["no", "Expected", "first", "last", "after"])
    #expect(report.results.map(\.line) == [2, 3, 7, 14, nil, 17, nil])
  }

  @Test("a setup that waits for what cannot happen fails its block, not the file")
  func setupDeadlock() async throws {
    let report = try await scenario(
      """
      describe("stuck", function()
        setup(function() tasks.wait_for_loop_updates {} end)
        it("a", function() end)
      end)
      it("b", function() end)
      """
    )
    #expect(report.loadError == nil)
    #expect(report.words == ["stuck setup: error", "b: passed"])
    #expect(report.messages.first?.contains("nothing is left that could happen") == true)
  }

  @Test("a setup that is ended from outside keeps its block from running")
  func setupLimit() async throws {
    var options = ScenarioOptions()
    options.timeLimit = .milliseconds(200)
    let report = try await scenario(
      "describe('x', function() setup(function() while true do end end) it('a', function() end) end) it('b', function() end)",
      options: options
    )
    #expect(report.words == ["x setup: error", "b: passed"])
  }

  @Test("a teardown that fails is told, and the file goes on")
  func failingTeardown() async throws {
    let report = try await scenario(
      """
      describe("block", function()
        teardown(function() error("teardown broke") end)
        it("a", function() end)
      end)
      it("b", function() end)
      """
    )
    #expect(report.words.contains("block a: passed") && report.words.contains("b: passed"))
    #expect(report.loadError == nil)
    #expect(report.messages.contains { $0.contains("teardown broke") })
  }
}
