import ScenarioRunner
import Testing

@Suite("Acting at a moment")
struct MomentTests {
  @Test("what is planned happens at its moment, before who waits for it goes on, whatever the seed", arguments: 0..<20)
  func moment(seed: UInt64) async throws {
    var options = ScenarioOptions()
    options.seed = seed == 0 ? nil : seed
    let report = try await scenario(
      """
      it("cancels a build", function()
        tools.define("build", { takes = 30 })
        local build = tasks.start("build")
        local at_nine
        at(10, function() build:cancel() end)
        at(9, function() at_nine = tasks.now() advance(0.5) at_nine = tasks.now() - at_nine end)
        build:wait()
        assert.equal("cancelled", build.status)
        assert.equal(10, build.elapsed)
        assert.equal(0.5, at_nine)
        local reached
        at(12, function() reached = true end)
        advance(2)
        assert.is_true(reached)
      end)
      """,
      options: options
    )
    #expect(report.messages == [])
  }

  @Test("an end of a task at that instant comes first")
  func toolFirst() async throws {
    let report = try await scenario(
      """
      it("a", function()
        tools.define("build", { takes = 10 })
        local build = tasks.start("build")
        local seen
        at(10, function() seen = build.status end)
        advance(10)
        assert.equal("completed", seen)
      end)
      """
    )
    #expect(report.messages == [])
  }

  @Test(
    "what goes wrong in it is the test's, with its place",
    arguments: [
      ("assert.equal(1, 2)", ScenarioResult.Status.failure, "Expected objects to be equal"),
      ("error('no')", .error, "no"),
      ("local x = nil + 1", .error, "attempt to perform arithmetic"),
    ]
  )
  func wrong(body: String, status: ScenarioResult.Status, part: String) async throws {
    let report = try await scenario(
      "it('a', function()\n  at(1, function()\n    \(body)\n  end)\n  advance(2)\n tasks.wait_for_loop_updates { timeout = 5 }\nend)\nit('b', function() advance(3) end)"
    )
    let result = try #require(report.results.first)
    #expect(result.status == status && result.line == 3, "\(result)")
    #expect(result.message?.hasPrefix(part) == true, "\(result)")
    #expect(report.results.last?.status == .passed)
  }

  @Test("what the test does not live to see does not happen")
  func afterTheEnd() async throws {
    let report = try await scenario(
      "local n = 0 it('a', function() at(5, function() n = n + 1 end) advance(1) end)\nit('b', function() advance(9) assert.equal(0, n) end)"
    )
    #expect(report.messages == [])
  }

  @Test(
    "wrong use is an error at the caller's line",
    arguments: [
      ("it('a', function()\n at(-1, print) end)", "not negative"),
      ("it('a', function()\n at('x', print) end)", "number"),
      ("it('a', function()\n at(1) end)", "function"),
      ("it('a', function() advance(3)\n at(2, print) end)", "it is 3 s already"),
      ("it('a', function()\n at(1e300, print) end)", "never comes"),
      ("it('a', function()\n at(0/0, print) end)", "never comes"),
    ]
  )
  func misuse(text: String, part: String) async throws {
    let result = try #require(try await scenario(text).results.first)
    #expect(result.status == .error && result.line == 2 && result.message?.contains(part) == true, "\(result)")
  }

  @Test("outside of a test it is refused")
  func outside() async throws {
    let report = try await scenario("\nat(1, print)")
    #expect(report.loadError?.description.contains(":2: 'at' plans what happens in a test") == true)
  }
}
