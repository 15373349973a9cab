import LuaRuntime
import Testing

@Suite("values")
struct ValueTests {
  @Test(
    "values come back as they went in",
    arguments: [
      LuaValue.nil, true, false, 0, -1, .integer(.max), .integer(.min), 1.5, .number(3), "", "text", .null,
      .string(LuaString(bytes: [0, 255, 10])), [], [1, 2, 3], [[], [.null]], .table([:]),
      ["a": 1, "b": [1, "x"], "c": .table([:])], .table([.integer(7): "seven", .boolean(true): 1]),
    ]
  )
  func roundTrip(_ value: LuaValue) throws {
    let state = try LuaState()
    #expect(try state.run("return ...", [value]) == [value])
  }

  @Test("integers and floats stay apart")
  func numbers() throws {
    let state = try LuaState()
    #expect(
      try state.run("return 1, 1.0, 2^53 + 1, (1 << 53) + 1") == [
        .integer(1), .number(1), .number(9_007_199_254_740_992), .integer(9_007_199_254_740_993),
      ]
    )
  }

  @Test("a function of another state is a misuse error")
  func foreignFunction() throws {
    let one = try LuaState()
    let other = try LuaState()
    let function = try one.load("return 1", name: "one.lua")
    #expect(throws: LuaError.self) { try other.call(function) }
    #expect(throws: LuaError.self) { try other.setGlobal("f", .function(function)) }
    #expect(try one.call(function) == [1])
  }

  @Test("functions that Swift lets go are let go in Lua")
  func references() throws {
    let state = try LuaState()
    do {
      let values = try state.run("local f = function() end return f, f, {f}")
      #expect(values[0] == values[1])
      #expect(values[0].function?.line == 1)
      #expect(values[0].function?.source == "test.lua")
      #expect(state.referencedFunctions == 1)
    }
    #expect(state.referencedFunctions == 0)
  }

  @Test("an entry without results gives up no reference of the one before")
  func noStaleResults() throws {
    let state = try LuaState()
    let function = try state.load("return 5", name: "five.lua")
    try state.register(module: nil, [.init("f", { _ in .none })])
    try state.setGlobal("x", 1)
    try state.freezeGlobals(advice: "it is fixed")
    #expect(state.referencedFunctions == 1)
    #expect(try state.call(function) == [5])
  }

  @Test(
    "a value that cannot cross is an error, and leaves no reference behind",
    arguments: [
      "local t = {} t.t = t return t", "return coroutine.create(print)", "return {print, {coroutine.create(print)}}",
      "local t = {} for i = 1, 300 do t = {t} end return t", "local s = ('x'):rep(5000000) return s, s",
    ]
  )
  func refused(_ source: String) throws {
    let state = try LuaState()
    #expect(state.failure(of: source)?.code == .valueTooLarge)
    #expect(try state.run("return 1") == [1])
    #expect(state.referencedFunctions == 0)
  }
}
