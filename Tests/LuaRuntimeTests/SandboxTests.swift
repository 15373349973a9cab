import LuaRuntime
import Testing

@Suite("sandbox")
struct SandboxTests {
  @Test(
    "what reaches outside is absent",
    arguments: [
      "io", "package", "debug", "dofile", "loadfile", "collectgarbage", "string.dump", "os.execute", "os.exit",
      "os.getenv", "os.remove", "os.rename", "os.tmpname", "os.setlocale", "module", "loadstring",
    ]
  )
  func absent(_ name: String) throws {
    #expect(try LuaState().run("return \(name)") == [.nil])
  }

  @Test(
    "an attempt to get out is an error, and the next call works",
    arguments: [
      "string.rep = nil", "rawset(string, 'rep', print)", "setmetatable(string, {})", "string.x = 1",
      "table.insert(string, 1)", "getmetatable('').__index = {}", "setmetatable({}, {__gc = print})",
      "local mt = {} setmetatable({}, mt) setmetatable(json, mt)", "json.null.x = 1", "math.pi = 3",
      "coroutine.wrap = nil", "table.concat({}, '', 1, 1 << 40)", "table.move({}, 1, 1 << 40, 1)",
      "table.unpack({}, 1, 1 << 30)", "table.insert(setmetatable({}, {__len = function() return 1 << 40 end}), 1, 1)",
      "table.concat(setmetatable({}, {__len = function() return 1 << 40 end}))",
      "table.remove(setmetatable({}, {__len = function() return 1 << 40 end}), 1)",
      "table.sort(setmetatable({}, {__len = function() return 1 << 20 end}))",
      "local s = ('('):rep(5000) return assert(load('return ' .. s .. '1' .. (')'):rep(5000)))",
      "local t = {} setmetatable(t, {__index = t}) return t.x", "local f f = function() return pcall(f) end error(f())",
      "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k] end return t.x",
      "local function g(s) return s:gsub('.', g) end g('x')", "assert(load('\\27Lua'))",
      "assert(load('return 1', 'x', 'b') == nil, 'text')", "assert(load(function() return '\\27Lua' end))",
      "coroutine.resume(coroutine.running()) error('x')", "coroutine.close(coroutine.running())", "coroutine.yield(1)",
      "local f f = coroutine.wrap(function() f() end) f()",
      "tostring(setmetatable({}, {__tostring = function() return {} end}))",
      "string.format('%d', 'x')", "string.format('%q', {})", "require('../../etc/passwd')", "require()",
      "select(-5, 1)", "error(error)", "string.pack('i17', 1)", "utf8.char(-1)", "os.date('%Ez')",
      "os.time({year = 1e18, month = 1, day = 1})",
      "local co co = coroutine.wrap(function() return pcall(co) end) local a, b = co() error(b)",
    ]
  )
  func escapes(_ source: String) throws {
    let state = try LuaState()
    #expect(state.failure(of: source)?.code == .runtime)
    #expect(try state.run("return ('x'):rep(3), #string.format('%5d', 1)") == ["xxx", 5])
  }

  @Test(
    "deep recursion ends at the stack's limit or the memory's, whichever comes first",
    arguments: [
      (1 << 20, LuaError.Code.memory), (256 << 20, .runtime),
    ]
  )
  func recursion(_ limit: Int, _ code: LuaError.Code) throws {
    var configuration = LuaState.Configuration()
    configuration.memoryLimit = limit
    let state = try LuaState(configuration)
    for source in ["local function f() return f() + 1 end f()", "local function f(x) return f(x) .. 'x' end f(1)"] {
      #expect(state.failure(of: source)?.code == code)
      #expect(try state.run("return 1") == [1])
    }
  }

  @Test("string.rep of nothing returns at once")
  func emptyRep() throws {
    #expect(try LuaState().run("return (''):rep(1e15), ('x'):rep(-1)") == ["", ""])
  }

  @Test("read-only libraries can still be gone over and read raw")
  func iterate() throws {
    let state = try LuaState()
    let source = """
      local n = 0
      for k, v in pairs(string) do n = n + 1 assert(type(v) == 'function' and rawget(string, k) == v) end
      assert(next(string)) assert(getmetatable('') == false and getmetatable(string) == false)
      return n > 10
      """
    #expect(try state.run(source) == [true])
  }

  @Test("frozen globals refuse assignments, rawset and new metatables, and stay readable")
  func frozenGlobals() throws {
    let state = try LuaState()
    _ = try state.run("x = 1 function get() return x end")
    try state.freezeGlobals(advice: "make it local")
    #expect(state.failure(of: "x = 2")?.message == "cannot assign the global 'x': make it local")
    #expect(state.failure(of: "y = 2")?.code == .runtime)
    #expect(state.failure(of: "rawset(_G, 'x', 2)")?.code == .runtime)
    #expect(state.failure(of: "setmetatable(_G, nil)")?.code == .runtime)
    #expect(try state.run("return get(), y") == [1, .nil])
    try state.setGlobal("y", 5)
    #expect(try state.run("return y") == [5])
    #expect(try state.getGlobal("y") == 5)
  }

  @Test("require loads once, says what a cycle is, and names a missing module")
  func require() throws {
    let modules = [
      "a": "count = (count or 0) + 1 return {n = count}", "rules.a": "return require 'rules.b'",
      "rules.b": "return require 'rules.a'", "bad": "return +", "boom": "error('inside')", "none": "",
    ]
    let state = try LuaState(
      LuaState.Configuration(loadModule: { name in
        guard let text = modules[name] else { throw Oops("module '\(name)' not found") }
        return LuaModuleSource(
          path: name.split(separator: ".").joined(separator: "/") + ".lua",
          bytes: Array(text.utf8)
        )
      })
    )
    #expect(try state.run("return require('a').n, require('a').n, require('none')") == [1, 1, true])
    for _ in 0..<2 {
      let cycle = state.failure(of: "require 'rules.a'")
      #expect(cycle?.message == "modules require each other: rules.a → rules.b → rules.a")
      #expect(cycle?.source == "rules/b.lua")
    }
    #expect(state.failure(of: "require 'nope'").map { "\($0)" } == "test.lua:1: module 'nope' not found")
    #expect(state.failure(of: "require 'bad'")?.source == "bad.lua")
    #expect(state.failure(of: "require 'boom'").map { "\($0)" } == "boom.lua:1: inside")
  }

  @Test("print goes to the host with its position")
  func print() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: LuaPrint.self)
    let state = try LuaState(LuaState.Configuration(onPrint: { continuation.yield($0) }))
    _ = try state.run("\nprint('a', 1, nil, json.null) warn('w')")
    continuation.finish()
    var prints: [LuaPrint] = []
    for await print in stream { prints.append(print) }
    #expect(prints.map(\.text) == ["a\t1\tnil\tnull", "w"])
    #expect(prints.map(\.line) == [2, 2])
    #expect(prints.map(\.source) == ["test.lua", "test.lua"])
  }
}
