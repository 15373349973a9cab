import LuaRuntime
import Testing

@Suite("coroutines that are set aside")
struct SliceTests {
  private func run(
    _ source: String,
    in state: LuaState,
    instructions: Int = 10_000_000,
    slice: Int?
  ) async throws(LuaError) -> [LuaValue] {
    try await state.makeCoroutine(try state.load(source, name: "test.lua"))
      .run([], budget: LuaBudget(instructions: instructions, slice: slice))
  }

  @Test(
    "however often it is set aside, a program comes to the same",
    arguments: [
      "local s = 0 for i = 1, 3000 do s = s + i end return s",
      "return pcall(function() for i = 1, 3000 do local x = {i} end error('x', 0) end)",
      "return xpcall(function() for i = 1, 3000 do local x = {i} end error('x', 0) end, function(e) return e .. '!' end)",
      "local t = {} for i = 1, 300 do t[i] = i * 7919 % 301 end table.sort(t, function(a, b) return a < b end) return t",
      "return (('x'):rep(300):gsub('x', function(c) local n = 0 for i = 1, 50 do n = n + 1 end return n end))",
      """
      local gen = coroutine.wrap(function() for i = 1, 300 do local n = 0 for j = 1, 50 do n = n + j end coroutine.yield(n + i) end end)
      local s = 0 for v in gen do s = s + v end return s
      """,
      """
      local function deep(n) if n == 0 then for i = 1, 3000 do local x = i end return 7 end
      return coroutine.wrap(function() return deep(n - 1) + 1 end)() end return deep(20)
      """,
      """
      local log = {} do local c <close> = setmetatable({}, {__close = function() for i = 1, 3000 do log[1] = i end end})
      for i = 1, 3000 do log[2] = i end end return log
      """,
      """
      local mt = {__index = function(_, k) local n = 0 for i = 1, 2000 do n = n + 1 end return n + k end}
      mt.__add = mt.__index mt.__lt = function() for i = 1, 2000 do local x = i end return true end
      local o = setmetatable({}, mt) return o[1], o + 2, o < o
      """,
      "local t = {} for k, v in pairs { 1, 2, 3 } do for i = 1, 1000 do t[k] = v + i end end return t",
    ],
    [1, 7, 100, 1000]
  )
  func same(_ source: String, _ slice: Int) async throws {
    let expected = try await run(source, in: LuaState(), slice: nil)
    #expect(!expected.isEmpty)
    #expect(try await run(source, in: LuaState(), slice: slice) == expected)
  }

  @Test(
    "being set aside buys no instructions: the budget ends it where it ends one that is not",
    arguments: [
      "n = 0 while true do n = n + 1 end",
      "n = 0 while true do pcall(function() n = n + 1 end) end",
      "n = 0 coroutine.wrap(function() while true do n = n + 1 end end)()",
    ],
    [1, 100, 3000, 50_000]
  )
  func budget(_ source: String, _ slice: Int) async throws {
    func count(_ slice: Int?) async throws -> Double {
      let state = try LuaState()
      do throws(LuaError) {
        _ = try await run(source, in: state, instructions: 300_000, slice: slice)
        Issue.record("it has ended by itself")
      } catch {
        #expect(error.code == .instructionBudget)
      }
      guard case .integer(let count) = try state.getGlobal("n") else { return 0 }
      return Double(count)
    }
    let (whole, sliced) = (try await count(nil), try await count(slice))
    #expect(whole > 10_000 && abs(sliced - whole) / whole < 0.02, "\(sliced) and \(whole)")
  }

  @Test("a program that waits for another of the same state is set aside for it, also within a coroutine and pcall")
  func fair() async throws {
    for source in [
      "while not done do end return done", "return select(2, pcall(function() while not done do end return done end))",
      "return coroutine.wrap(function() while not done do end return done end)()",
    ] {
      let state = try LuaState()
      async let waits = run(source, in: state, instructions: 1 << 40, slice: 10_000)
      _ = try await run("done = 7", in: state, slice: nil)
      #expect(try await waits == [7])
    }
  }

  @Test("where it cannot be set aside it runs on: inside a comparator, and in a call from the host")
  func unyieldable() async throws {
    let state = try LuaState()
    let source = "local n = 0 table.sort({1, 2}, function() for i = 1, 9000 do n = n + 1 end return false end) return n"
    let values = try await run(source, in: state, slice: 100)
    #expect(values == [9000] || values == [18000] || values == [27000])
    let call = try state.load("for i = 1, 9000 do n = i end return n", name: "call.lua")
    #expect(try state.call(call, [], budget: LuaBudget(instructions: 1_000_000, slice: 100)) == [9000])
  }

  @Test("one that was set aside is ended by a cancellation")
  func cancelled() async throws {
    let state = try LuaState()
    let coroutine = state.makeCoroutine(try state.load("started = true while true do end", name: "test.lua"))
    let ended = Task { try await coroutine.run([], budget: LuaBudget(slice: 1000)) }
    while try state.getGlobal("started") == .nil { await Task.yield() }
    coroutine.cancel()
    let error = await #expect(throws: LuaError.self) { try await ended.value }
    #expect(error?.code == .cancelled)
    #expect(try await run("return 1", in: state, slice: nil) == [1])
  }

  @Test("another that resumes by hand what was set aside breaks nothing but itself")
  func resumedByHand() async throws {
    for victim in [
      "it = coroutine.running()", "it = nil coroutine.wrap(function() it = coroutine.running() loop() end)()",
    ] {
      let state = try LuaState()
      let loop = "function loop() for i = 1, 1e6 do if done then return end end end"
      async let first: Void? = try? {
        _ = try await run("\(loop) \(victim) loop() return 1", in: state, instructions: 1 << 40, slice: 1000)
      }()
      _ = try? await run(
        "while not it do end for i = 1, 50 do pcall(coroutine.resume, it, i) coroutine.status(it) end "
          + "pcall(coroutine.close, it) done = true",
        in: state,
        instructions: 1 << 40,
        slice: 1000
      )
      await first
      #expect(try await run("return 1", in: state, slice: 10) == [1])
    }
  }
}
