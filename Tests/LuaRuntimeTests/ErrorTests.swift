import LuaRuntime
import Testing

@Suite("errors")
struct ErrorTests {
  @Test("an error has file, line and message apart")
  func position() throws {
    let state = try LuaState()
    let error = state.failure(of: "local x = nil\nreturn x.y")
    #expect(error?.source == "test.lua")
    #expect(error?.line == 2)
    #expect(error?.message == "attempt to index a nil value (local 'x')")
    #expect(error?.traceback?.contains("test.lua:2") == true)
  }

  @Test("a syntax error has its position")
  func syntax() throws {
    let state = try LuaState()
    let error = state.failure(of: "local x =\n= 1")
    #expect(error?.code == .syntax)
    #expect(error.map { "\($0)" } == "test.lua:2: unexpected symbol near '='")
  }

  @Test(
    "error values of every kind have a message",
    arguments: [
      ("error(nil)", "error without a value (error(nil))"), ("error({})", "the error value is a table"),
      ("error(setmetatable({}, {__tostring = function() return 'mine' end}))", "mine"),
      (
        "error(setmetatable({}, {__tostring = function() error('x') end}))",
        "the error value has a __tostring that fails"
      ),
      ("error('plain', 0)", "plain"), ("error(12)", "12"), ("assert(false, 'said')", "said"),
      ("error(json.null)", "null"), ("error(true)", "true"),
    ]
  )
  func values(_ source: String, _ message: String) throws {
    let state = try LuaState()
    let error = state.failure(of: source)
    #expect(error?.message == message)
    #expect(error?.line == 1)
  }

  @Test("the Swift caller gets the very error that a callback threw, with the Lua position")
  func identity() throws {
    let state = try LuaState()
    let oops = Oops("no such thing")
    try state.register(module: "host", [.init("fail", { _ in throw oops })])
    let error = state.failure(of: "\n\nhost.fail()")
    #expect(error?.underlying as? Oops === oops)
    #expect(error.map { "\($0)" } == "test.lua:3: no such thing")
    let rethrown = state.failure(of: "local ok, e = pcall(host.fail) error(e, 0)")
    #expect(rethrown?.underlying as? Oops === oops)
    #expect(try state.run("return pcall(host.fail)") == [false, "test.lua:1: no such thing"])
    #expect(state.failure(of: "pcall(host.fail) error('else')")?.underlying == nil)
  }

  @Test(
    "unfinished input is told from wrong input",
    arguments: [
      ("x =", true), ("for i = 1, 2 do", true), ("f(", true), ("[[abc", true), ("1 +", true), ("x = 1", false),
      ("1 + 1", false), ("x = = 2", false), ("", false), ("return 'abc", false),
    ]
  )
  func incomplete(_ source: String, _ expected: Bool) throws {
    #expect(try LuaState().isIncomplete(source) == expected)
  }
}
