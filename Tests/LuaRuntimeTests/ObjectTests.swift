import LuaRuntime
import Testing

@Suite("host objects")
struct ObjectTests {
  private let type = LuaObjectType(
    name: "request",
    fields: ["tool_name", "form", "input", "other"],
    methods: [
      .init(
        "twice",
        { arguments in
          guard case .object(let object) = arguments[0] else { throw Oops("not a request") }
          return .value(.integer(object.handle * 2 + (arguments[1].int ?? 0)))
        }
      )
    ],
    get: { handle, field in
      switch field {
      case 0: .string("tool-\(handle)")
      case 2: .json(Array(#"{"a":[1,2]}"#.utf8))
      case 3: throw Oops("not now")
      default: .nil
      }
    },
    describe: { "request \($0)" }
  )

  private func makeState() throws -> LuaState {
    let state = try LuaState()
    try state.define(type)
    return state
  }

  @Test("fields, methods, tostring, equality, keys and pairs")
  func use() throws {
    let state = try makeState()
    let source = """
      local r, same = ...
      assert(r.tool_name == 'tool-4' and r.form == nil and r:twice(1) == 9 and tostring(r) == 'request 4')
      assert(r == same and ({[r] = 1})[same] == 1 and r.input.a[2] == 2 and r.input == r.input)
      local names = {}
      local ok, e = pcall(function() for k in pairs(r) do names[#names + 1] = k end end)
      assert(not ok and e == 'test.lua:5: not now', e)
      return table.concat(names, ' '), r
      """
    let object = LuaValue.object(type.object(4))
    #expect(try state.run(source, [object, object]) == ["tool_name form input", object])
  }

  @Test(
    "objects are read-only and name the nearest field",
    arguments: [
      ("r.tool_name = 1", "cannot assign 'request.tool_name': request is read-only"),
      ("r[1] = 1", "request is read-only"),
      ("return r.tol_name", "request has no field 'tol_name' (did you mean 'tool_name'?)"),
      ("return r.foo", "request has no field 'foo' (did you mean 'form'?)"),
      ("return r.zzzzzzzz", "request has no field 'zzzzzzzz'"),
      ("return r[1]", "the fields of request have names, got a number for a name"),
      ("return #r", "attempt to get length of a request value (local 'r')"),
      ("rawset(r, 'a', 1)", "bad argument #1 to 'rawset' (table expected, got request)"),
      ("setmetatable(r, nil)", "bad argument #1 to 'setmetatable' (table expected, got request)"),
      ("r.twice()", "not a request"), ("return r.other", "not now"),
    ]
  )
  func refused(_ source: String, _ message: String) throws {
    let state = try makeState()
    do {
      _ = try state.run("local r = ... " + source, [.object(type.object(1))])
      Issue.record("no error")
    } catch let error as LuaError {
      #expect(error.message == message)
      #expect(error.line == 1)
    }
    #expect(try state.run("local r = ... return getmetatable(r)", [.object(type.object(1))]) == [false])
  }

  @Test(
    "an object given to a scoped call is dead after it, and so is what was reached from it",
    arguments: [
      "return kept.tool_name", "kept:twice()", "return tostring(kept)", "return kept", "for k in pairs(kept) do end",
      "return method(kept)",
    ]
  )
  func scoped(_ source: String) throws {
    let state = try makeState()
    let keep = try state.load("kept = ... method = kept.twice return kept.tool_name", name: "keep.lua")
    let arguments: [LuaValue] = [.object(type.object(1))]
    #expect(try state.call(keep, arguments, scopedObjects: true) == ["tool-1"])
    let error = state.failure(of: source)
    let message = "this request is no longer valid: it was kept after the call that it was given to"
    #expect(error?.message == message)
    #expect(try state.call(keep, arguments, scopedObjects: true) == ["tool-1"])
  }

  @Test("a table read from an object is each call's own")
  func fresh() throws {
    let state = try makeState()
    let function = try state.load("local r = ... local n = #r.input.a r.input.a[9] = 1 return n", name: "f.lua")
    for _ in 0..<3 { #expect(try state.call(function, [.object(type.object(1))]) == [2]) }
  }

  @Test("an object of a type that was not defined is a misuse error")
  func undefined() throws {
    let state = try LuaState()
    #expect(throws: LuaError.self) { try state.setGlobal("r", .object(type.object(1))) }
  }
}
