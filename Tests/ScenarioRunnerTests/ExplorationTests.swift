import ScenarioRunner
import Testing

@Suite("Exploring schedules")
struct ExplorationTests {
  @Test("a race that the usual order does not show is found, and its seed replays it")
  func planted() async throws {
    let text = """
      it("assumes an order", function()
        local order = {}
        tools.define("note", function(input) sleep(1) order[#order + 1] = input.n end)
        for n = 1, 2 do tasks.start("note", { n = n }) end
        tasks.wait_for_idle()
        assert.same({ 1, 2 }, order)
      end)
      it("assumes none", function() tasks.start("echo"):wait() end)
      """
    let folder = try ScenarioFolder()
    let path = try folder.write("t.scenario.lua", text)
    #expect(await run([path]).status == 0)

    var options = ScenarioOptions()
    options.schedules = 200
    let explored = await run([path], options: options)
    #expect(explored.status == 1 && explored.output.contains("1 passed, 1 failed"), "\(explored)")
    let found = try #require(explored.output.firstMatch(of: /in (\d+) of 200 schedules; --seed (\d+) replays/))
    let bad = try #require(Int(found.1))
    #expect((1..<200).contains(bad))

    var replay = ScenarioOptions()
    replay.seed = UInt64(found.2)
    for _ in 1...3 {
      let replayed = await run([path], options: replay)
      #expect(replayed.status == 1 && replayed.output.contains("✗ assumes an order"), "\(replayed)")
    }
  }

  @Test("a seed says where the schedules begin")
  func seeds() async throws {
    let folder = try ScenarioFolder()
    let path = try folder.write("t.scenario.lua", "it('a', function() error(tostring(math.random(1 << 40))) end)")
    var options = ScenarioOptions()
    options.schedules = 3
    options.seed = 40
    let run = await run([path], options: options)
    #expect(run.output.contains("(in 3 of 3 schedules; --seed 40 replays the first of them)"), "\(run)")
  }

  @Test("repeating loads the file again each time")
  func repeating() async throws {
    var options = ScenarioOptions()
    options.repeats = 5
    let folder = try ScenarioFolder()
    let path = try folder.write("t.scenario.lua", "n = (n or 0) + 1 it('a', function() assert.equal(1, n) end)")
    let fine = await run([path], options: options)
    #expect(fine.status == 0 && fine.output.contains("1 passed"), "\(fine)")
    try folder.write("t.scenario.lua", "it('a', function() error('no') end)")
    #expect(await run([path], options: options).output.contains("(in 5 of 5 runs)"))
  }

  @Test("tests of one name are told apart")
  func sameName() async throws {
    var options = ScenarioOptions()
    options.repeats = 2
    let folder = try ScenarioFolder()
    let text = "for i = 1, 3 do it('a', function() assert.equal(2, i) end) end"
    let run = await run([try folder.write("t.scenario.lua", text)], options: options)
    #expect(run.output.contains("1 passed, 2 failed"), "\(run)")
  }
}
