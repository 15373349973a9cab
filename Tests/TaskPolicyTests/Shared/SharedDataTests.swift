import TaskEngine
import TaskPolicy
import Testing

@Suite("What a policy may keep in 'shared'")
struct SharedDataTests {
  static let uses: [(String, String)] = [
    ("return shared.x", "nil"), ("shared.x = 1 return shared.x", "1"), ("shared.x = false return shared.x", "false"),
    ("shared.x = 'text' return shared.x", "text"), ("shared.x = 'a\\0b' return #shared.x", "3"),
    ("shared.x = 2^53 return math.type(shared.x)", "float"), ("shared.x = 1 return math.type(shared.x)", "integer"),
    ("shared.x = 0/0 return shared.x ~= shared.x", "true"), ("shared.x = math.huge return shared.x", "inf"),
    ("shared.x = 1 shared.x = nil return shared.x", "nil"), ("shared[1.0] = 'one' return shared[1]", "one"),
    ("shared[-1] = 1 shared[0.5] = 2 shared[''] = 3 return shared[-1] + shared[0.5] + shared['']", "6"),
    ("shared.t = { a = { b = { c = 5 } } } return shared.t.a.b.c", "5"),
    ("shared.t = {} shared.t.a = {} shared.t.a.b = 5 return shared.t.a.b", "5"),
    ("shared.t = { n = 1 } local t = shared.t t.n = t.n + 1 return shared.t.n", "2"),
    ("shared.t = {} return shared.t == shared.t", "true"), ("return shared == shared", "true"),
    ("return type(shared)", "table"), ("shared.x = json.null return shared.x == json.null", "true"),
  ]

  @Test("numbers, strings, booleans and tables of them are kept as they are", arguments: uses)
  func data(body: String, text: String) throws {
    #expect(try LuaPolicy(runner).run(body) == text)
  }

  static let library: [(String, String)] = [
    ("shared.l = { 1, 2, 3 } return #shared.l .. rawlen(shared.l)", "33"),
    ("shared.l = { 1, 2, 3 } local n = 0 for i, v in ipairs(shared.l) do n = n + i * v end return n", "14"),
    ("shared.t = { a = 1 } local n = '' for k, v in pairs(shared.t) do n = n .. k .. v end return n", "a1"),
    ("shared.t = { a = 1 } local n = '' for k, v in next, shared.t do n = n .. k .. v end return n", "a1"),
    ("shared.t = { a = 1, b = 2 } for k in pairs(shared.t) do shared.t[k] = nil end return next(shared.t)", "nil"),
    ("shared.l = { 2 } table.insert(shared.l, 3) table.insert(shared.l, 1, 1) return table.concat(shared.l)", "123"),
    ("shared.l = { 1, 2, 3 } return table.remove(shared.l, 1) .. table.remove(shared.l) .. #shared.l", "131"),
    ("shared.l = { 1, 2 } return select('#', table.unpack(shared.l)) .. table.concat(shared.l, '-')", "21-2"),
    ("shared.l = { 3, 1, 2 } table.sort(shared.l) return table.concat(shared.l)", "123"),
    ("shared.l = {} table.move({ 7, 8 }, 1, 2, 1, shared.l) return table.concat(shared.l)", "78"),
    (
      """
      shared.l = { { n = 3 }, { n = 1 }, { n = 2 } }
      table.sort(shared.l, function(a, b) return a.n < b.n end)
      return shared.l[1].n .. shared.l[2].n .. shared.l[3].n
      """, "123"
    ),
    ("shared.l = { { n = 3 }, { n = 1 } } table.remove(shared.l, 1) return #shared.l .. shared.l[1].n", "11"),
    ("shared.t = { a = { 1, { b = true } } } return json.encode(shared.t)", #"{"a":[1,{"b":true}]}"#),
    ("shared.l = json.array {} return json.encode(shared)", #"{"l":[]}"#),
    ("rawset(shared, 'x', 5) return rawget(shared, 'x')", "5"), ("return getmetatable(shared)", "false"),
  ]

  @Test("pairs, ipairs, next, # and the table library work as on any table", arguments: library)
  func libraryFunctions(body: String, text: String) throws {
    #expect(try LuaPolicy(runner).run(body) == text)
  }

  @Test("an assignment copies, so that what a policy holds outside is its own")
  func copies() throws {
    let policy = try LuaPolicy(runner)
    #expect(try policy.run("local t = { n = 1 } shared.t = t t.n = 2 return shared.t.n") == "1")
    #expect(try policy.run("shared.u = shared.t shared.u.n = 3 return shared.t.n .. shared.u.n") == "13")
    #expect(try policy.run("shared.t = shared.t or {} shared.t.n = 4 return shared.t.n") == "4")
  }

  @Test("assigning a table to its own place changes nothing, so that 'shared.t = shared.t or {}' keeps what is held")
  func ownPlace() throws {
    #expect(
      try LuaPolicy(runner).run("shared.t = {} local t = shared.t shared.t = shared.t t.n = 1 return shared.t.n") == "1"
    )
  }

  @Test("what a route returns may come from 'shared'")
  func returned() throws {
    let policy = try LuaPolicy(
      """
      return { route = function()
        shared.decision = { kind = 'background', concurrency = { cpu = 2 } }
        return shared.decision
      end }
      """
    )
    #expect(try policy.route(call(), tasks: view()) == RoutingDecision(kind: .background, concurrency: ["cpu": 2]))
  }

  @Test("a call's input, metadata and a task's output may be kept whole")
  func inputs() throws {
    let policy = try LuaPolicy(
      """
      return {
        route = function(request)
          local before = shared.input and json.encode(shared.input)
          shared.input = request.input
          return { reason = before }
        end,
        delivery_mode = function(task, result) shared.input = result.output end,
      }
      """
    )
    let text = #"{"empty":[],"list":[1,null,{"a":"b"}],"object":{}}"#
    #expect(try policy.told(about: call("a", JSONText(text))) == nil)
    #expect(try policy.told() == text)
    _ = try policy.deliveryMode(task(), ToolResult(.json("[1,[2]]")), tasks: view())
    #expect(try policy.told() == "[1,[2]]")
  }

  @Test("in virtual time pairs goes in key order in 'shared' too, also after a reload")
  func order() throws {
    let policy = try LuaPolicy(runner, environment: PolicyEnvironment(isDeterministic: true))
    let keys = "local s = '' for k in pairs(shared.t) do s = s .. k end return s"
    let names = "zyxwvutsrqponmlkjihgfedcba"
    try policy.run("shared.t = {} for c in ('\(names)'):gmatch('.') do shared.t[c] = {} end")
    #expect(try policy.run(keys) == String(names.reversed()))
    let address = try policy.run("return tostring(shared.t.k)")
    let other = try LuaPolicy(runner, environment: PolicyEnvironment(isDeterministic: true))
    try other.run("shared.t = {} for c in ('\(names)'):gmatch('.') do shared.t[c] = {} end")
    _ = try other.run(keys)
    #expect(try other.run("return tostring(shared.t.k)") == address)
    try policy.reload()
    try other.reload()
    #expect(try policy.run(keys) == String(names.reversed()))
    _ = try other.run(keys)
    #expect(try policy.run("return tostring(shared.t.k)") == other.run("return tostring(shared.t.k)"))
  }
}
