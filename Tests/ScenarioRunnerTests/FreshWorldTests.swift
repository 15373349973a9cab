import ScenarioRunner
import Testing

@Suite("Each it has a world of its own")
struct FreshWorldTests {
  @Test("tasks, events, time, tools, policy, session and turn begin anew")
  func fresh() async throws {
    let report = try await scenario(
      """
      local function begins_anew()
        assert.equal(0, #tasks.events())
        assert.equal(0, tasks.now())
        assert.equal(0, tasks.count())
        assert.equal(0, policy.generation())
        assert.equal("main t1", tasks.session() .. " " .. tasks.turn())
        assert.equal(4, #tools.list())
        assert.equal("2000-01-01", os.date("!%Y-%m-%d"))
        assert.equal("task-1", tasks.start("echo").id)
        tools.define("extra", {})
        tools.define("echo", { takes = 1000000, returns = "mine" })
        policy.define("return {}")
        tasks.session("other") tasks.turn("t9")
        tasks.start("echo"):wait()
      end
      for i = 1, 3 do it("number " .. i, begins_anew) end
      """
    )
    #expect(report.loadError == nil)
    #expect(report.messages == [])
    #expect(report.words == ["number 1: passed", "number 2: passed", "number 3: passed"])
  }

  @Test("what the file sets up outside of it holds for each, and what one it changes is its own")
  func setUp() async throws {
    let folder = try ScenarioFolder()
    try folder.write(
      "p.lua",
      "local n = 0 return { route = function() n = n + 1 return { kind = 'background', reason = tostring(n) } end }"
    )
    let report = try await folder.run(
      """
      policy.load("p.lua")
      tools.define("build", { takes = 3, returns = "ok" })
      for i = 1, 2 do
        it("number " .. i, function()
          local t = tasks.start("build")
          assert.equal("background", t.kind)
          assert.equal("1", t:explain()[1].reason)
          assert.equal("ok", t:wait().output)
          assert.equal(1, policy.generation())
          tools.define("build", { returns = "changed" })
          policy.define("return {}")
        end)
      end
      """
    )
    #expect(report.messages == [])
    #expect(report.words == ["number 1: passed", "number 2: passed"])
  }

  @Test("upvalues and globals of the file live across its its")
  func upvalues() async throws {
    let report = try await scenario(
      """
      local seen, kept = {}, nil
      it("one", function() seen[#seen + 1] = "one" count = 1 end)
      it("two", function()
        assert.same({ "one" }, seen)
        assert.equal(1, count)
      end)
      """
    )
    #expect(report.words == ["one: passed", "two: passed"])
  }

  @Test("a task that an earlier it started is not taken for one of this it")
  func oldTask() async throws {
    let report = try await scenario(
      """
      local old
      it("one", function() old = tasks.start("echo") end)
      it("two", function()
        local new = tasks.start("fail")
        assert.equal("fail", new.tool_name)
        assert.is_true(old ~= new)
        return old.tool_name
      end)
      """
    )
    #expect(report.words == ["one: passed", "two: error"])
    #expect(report.messages.first?.contains("earlier") == true, "\(report.messages)")
  }

  @Test("tasks that are left running are cancelled silently, also those that do not hear of it")
  func leftRunning() async throws {
    let report = try await scenario(
      """
      policy.define("return { delivery_mode = function() error('too late') end }")
      tools.define("hang", { hangs = true })
      tools.define("deaf", { hangs = true, ignores_cancel = true })
      tools.define("lua", function() while true do pcall(sleep, 1) end end)
      it("leaves", function()
        for _, name in ipairs { "hang", "deaf", "lua", "sleep" } do tasks.start(name, { seconds = 1000 }):detach() end
        advance(5)
      end)
      it("goes on", function() assert.equal(0, tasks.count()) end)
      """
    )
    #expect(report.messages == [])
    #expect(report.words == ["leaves: passed", "goes on: passed"])
  }

  @Test("time is counted from where a world begins, and what is loaded in it is told, whatever is used first")
  func beginning() async throws {
    let report = try await scenario(
      """
      policy.define("return {}")
      local loaded = tasks.events()[1].type
      advance(5)
      tasks.start("echo", { text = "a" })
      local started = tasks.events()[2].time

      it("outside", function()
        assert.equal("policy_loaded", loaded)
        assert.equal(5, started)
      end)

      it("inside", function()
        advance(10)
        tasks.start("echo", { text = "a" }):wait()
        assert.equal(10, tasks.events()[1].time)
      end)
      """
    )
    #expect(report.results.map(\.status) == [.passed, .passed], "\(report.results.compactMap(\.message))")
  }
}
