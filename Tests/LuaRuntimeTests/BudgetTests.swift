import LuaRuntime
import Testing

@Suite("budgets")
struct BudgetTests {
  @Test(
    "an instruction budget ends every kind of loop, and the next call works",
    arguments: [
      "while true do end",
      "while true do pcall(function() while true do end end) end",
      "while true do pcall(error) end",
      "while true do xpcall(function() while true do end end, function() while true do end end) end",
      "xpcall(function() while true do end end, function() while true do end end)",
      "xpcall(error, function() while true do end end)",
      "while true do coroutine.wrap(function() end)() end",
      "while true do local co = coroutine.create(function() while true do end end) coroutine.resume(co) end",
      "local function f() return pcall(f) end while true do f() end",
      "local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) while true do pcall(function() return t[1] end) end",
      "do local x <close> = setmetatable({}, {__close = function() while true do end end}) end",
      "local x <close> = setmetatable({}, {__close = function() while true do end end}) while true do end",
      """
      local co = coroutine.create(function()
        local x <close> = setmetatable({}, {__close = function() while true do end end})
        while true do end
      end)
      while true do coroutine.resume(co) coroutine.close(co) end
      """,
      """
      local co = coroutine.wrap(function()
        local x <close> = setmetatable({}, {__close = function() while true do end end})
        error('x')
      end)
      co()
      """,
      "local s = ('x'):rep(100000) while true do s:upper() end",
      "local s = ('x'):rep(100000) while true do s:find('y', 1, true) end",
      "while true do ('x'):rep(100000) end",
      "local t = {} for i = 1, 1000 do t[i] = i end while true do table.concat(t) end",
      "local t = {} for i = 1, 1000 do t[i] = i end while true do table.insert(t, 1, 0) table.remove(t, 1) end",
      "local t = {} for i = 1, 1000 do t[i] = i end while true do table.unpack(t) end",
      "local t = {} for i = 1, 1000 do t[i] = -i end while true do table.sort(t) end",
      "while true do table.move({}, 1, 100000, 1) end",
      "table.sort({3, 2, 1}, function() while true do end end)",
      "('x'):gsub('.', function() while true do end end)",
      "load(function() while true do end end)",
      "while true do load('return 1') end",
      "while true do load(function() return nil end) end",
      "tostring(setmetatable({}, {__tostring = function() while true do end end}))",
      "error(setmetatable({}, {__tostring = function() while true do end end}))",
      "local a = ('x'):rep(4000000) while true do local b = a .. 'y' end",
      "while true do json.decode('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]') end",
      "local t = {} for i = 1, 1000 do t[i] = i end while true do json.encode(t) end",
      "for k in pairs(setmetatable({}, {__pairs = function() return function() return 1 end end})) do end",
      "while true do string.format('%s', 'x') end",
      "goto a ::a:: goto a",
    ]
  )
  func loops(_ source: String) throws {
    let state = try LuaState()
    #expect(state.failure(of: source, budget: LuaBudget(instructions: 200_000))?.code == .instructionBudget)
    #expect(try state.run("return pcall(function() return 7 end)") == [true, 7])
  }

  @Test("a coroutine that a budget killed stays harmless in later calls")
  func killedCoroutine() throws {
    let state = try LuaState()
    let source = """
      co = coroutine.create(function()
        local x <close> = setmetatable({}, {__close = function() while true do end end})
        while true do end
      end)
      coroutine.resume(co)
      """
    #expect(state.failure(of: source, budget: LuaBudget(instructions: 10_000))?.code == .instructionBudget)
    let values = try state.run("return coroutine.status(co), coroutine.close(co)")
    #expect(values == ["dead", false, "the coroutine was ended by the host"])
  }

  @Test("a budget failure names the line that ran")
  func position() throws {
    let state = try LuaState()
    let error = state.failure(of: "local x = 1\nwhile true do x = x + 1 end", budget: LuaBudget(instructions: 1000))
    #expect(error?.line == 2)
    #expect(error?.source == "test.lua")
  }

  @Test("budgets count exactly and alike on each call")
  func exact() throws {
    let state = try LuaState()
    let function = try state.load("for i = 1, 1000 do end return true", name: "loop.lua")
    for _ in 0..<3 {
      #expect(throws: LuaError.self) { try state.call(function, budget: LuaBudget(instructions: 900)) }
      #expect(try state.call(function, budget: LuaBudget(instructions: 1100)) == [true])
    }
  }

  @Test("a time budget ends a loop")
  func time() throws {
    let state = try LuaState()
    let budget = LuaBudget(time: .milliseconds(5))
    #expect(state.failure(of: "while true do pcall(error) end", budget: budget)?.code == .timeBudget)
    #expect(state.failure(of: "while true do end", budget: budget)?.code == .timeBudget)
    #expect(try state.run("return 1", budget: budget) == [1])
  }

  @Test("a call from inside a callback cannot outlive the budget around it")
  func nested() throws {
    let state = try LuaState()
    let loop = try state.load("while true do end", name: "loop.lua")
    try state.register(module: nil, [.init("again", { [unowned state] _ in .values(try state.call(loop)) })])
    #expect(state.failure(of: "while true do pcall(again) end")?.code == .instructionBudget)
    try state.register(
      module: nil,
      [.init("small", { [unowned state] _ in .values(try state.call(loop, budget: LuaBudget(instructions: 100))) })]
    )
    #expect(
      try state.run("local ok, e = pcall(small) return ok, e") == [
        false, "test.lua:1: loop.lua:1: the instruction budget was passed",
      ]
    )
  }

  @Test("an interrupt ends what runs, under pcall too, and nothing later")
  func interrupt() throws {
    let state = try LuaState()
    try state.register(
      module: nil,
      [
        .init(
          "interrupt",
          { [unowned state] _ in
            state.interrupt()
            return .none
          }
        )
      ]
    )
    #expect(state.failure(of: "interrupt() while true do pcall(error) end")?.code == .interrupted)
    state.interrupt()
    #expect(try state.run("for i = 1, 10000 do end return 1") == [1])
  }

  @Test(
    "memory has a cap that pcall cannot hide",
    arguments: [
      "local t = {} while true do t[#t + 1] = {} end",
      "local s = 'x' while true do s = s .. s end",
      "local t = {} while true do pcall(function() t[#t + 1] = ('x'):rep(1000) .. #t end) end",
      "pcall(string.rep, 'x', 1 << 30)",
      "return ('x'):rep(1 << 30)",
      "local t = {} while true do t[#t + 1] = coroutine.create(print) end",
      "coroutine.resume(coroutine.create(function() local s = 'x' while true do s = s .. s end end))",
      "local t = {} for i = 1, 1e8 do t[i] = i end",
      "return json.decode('[' .. ('{},'):rep(500000) .. '1]')",
    ]
  )
  func memory(_ source: String) throws {
    var configuration = LuaState.Configuration()
    configuration.memoryLimit = 2 << 20
    let state = try LuaState(configuration)
    let error = state.failure(of: source, budget: .unlimited)
    #expect(error?.code == .memory)
    #expect(error?.line == 1)
    #expect(try state.run("collected = nil return 1") == [1])
    #expect(state.memoryUsed <= 2 << 20)
  }

  @Test("every memory limit gives a state or an error, and every failure is reported")
  func anyLimit() throws {
    for limit in stride(from: 0, to: 120_000, by: 331) {
      var configuration = LuaState.Configuration()
      configuration.memoryLimit = limit
      guard let state = try? LuaState(configuration) else { continue }
      let source = """
        local t = {} for i = 1, 200 do t[i] = {tostring(i)} end
        return json.encode(t), coroutine.wrap(function() return 1 end)(), pcall(error, setmetatable({}, {}))
        """
      if let error = state.failure(of: source) { #expect(error.code == .memory) }
    }
  }
}
