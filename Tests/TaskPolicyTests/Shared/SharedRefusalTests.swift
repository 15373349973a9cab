import TaskEngine
import TaskPolicy
import Testing

@Suite("What a policy may not keep in 'shared'")
struct SharedRefusalTests {
  private static let plain = "must be plain data (a boolean, a number, a string, or a table of them), got"

  static let refused: [(String, String)] = [
    ("shared.x = function() end", "shared.x \(plain) a function"), ("shared.x = print", "shared.x \(plain) a function"),
    ("shared.x = coroutine.create(print)", "shared.x \(plain) a coroutine"),
    ("shared.x = request", "shared.x \(plain) a request"), ("shared.x = tasks", "shared.x \(plain) a tasks"),
    ("shared.x = request.tool", "shared.x \(plain) a tool"),
    ("shared.x = setmetatable({}, {})", "shared.x \(plain) a table with a metatable"),
    ("shared.x = string", "shared.x \(plain) a table with a metatable"),
    ("shared.x = { a = { b = { print } } }", "shared.x.a.b[1] \(plain) a function"),
    ("shared.t = {} shared.t.x = print", "shared.t.x \(plain) a function"),
    ("shared.t = { a = {} } local a = shared.t.a a.x = print", "shared.t.a.x \(plain) a function"),
    ("shared['a b'] = { [3] = { ['x\\ny'] = print } }", #"shared["a b"][3]["x?y"] \#(plain) a function"#),
    ("shared[('k'):rep(50)] = print", "shared[\"\(String(repeating: "k", count: 40))…\"] \(plain) a function"),
    ("shared[0.5] = { [-1] = print }", "shared[0.5][-1] \(plain) a function"),
    ("local t = {} t.t = t shared.x = t", "shared.x.t \(plain) a table that contains itself"),
    ("shared.x = shared", "shared.x \(plain) a table that contains itself"),
    ("shared.a = { b = {} } shared.a.b.c = shared.a", "shared.a.b.c \(plain) a table that contains itself"),
    ("local t = {} for i = 1, 99 do t = { t } end shared.x = t", "shared.x \(plain) tables that are nested too deep"),
    ("rawset(shared, 'x', print)", "shared.x \(plain) a function"),
    ("shared.l = {} table.insert(shared.l, print)", "shared.l[1] \(plain) a function"),
    ("shared.l = {} table.move({ 1, print }, 1, 2, 1, shared.l)", "shared.l[2] \(plain) a function"),
    ("load('x = function() end', 'c', 't', shared)()", "shared.x \(plain) a function"),
    ("shared[true] = 1", "a key of shared must be a string or a number, got a boolean"),
    ("shared[{}] = 1", "a key of shared must be a string or a number, got a table"),
    ("shared[nil] = 1", "a key of shared must be a string or a number, got nil"),
    ("shared[0/0] = 1", "a key of shared must be a string or a number, got NaN"),
    ("shared.t = { [print] = 1 }", "a key of shared.t must be a string or a number, got a function"),
    ("setmetatable(shared, {})", "cannot change a protected metatable"),
    ("shared.t = {} setmetatable(shared.t, {})", "cannot change a protected metatable"),
    ("shared = {}", "cannot assign the global 'shared': a policy's globals are fixed once it is loaded"),
  ]

  @Test("anything else is refused where it is assigned, by its path, and nothing is changed", arguments: refused)
  func refuses(body: String, message: String) throws {
    let policy = try LuaPolicy(
      """
      return { route = function(request, tasks)
        if request.tool_name == 'count' then
          local n = 0 for k in pairs(shared) do n = n + 1 end return { priority = n }
        end
        local x
        \(body)
      end }
      """
    )
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(fault.message.hasPrefix(message), "\(fault.message)")
    #expect(fault.function == "route" && fault.line != nil)
    #expect(try policy.route(call("count"), tasks: view()).priority == 0)
  }

  @Test("the fault is in the line of the assignment")
  func line() throws {
    let policy = try LuaPolicy(route: "local x = 1\nshared.x = { print }\nreturn nil")
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(fault.file == "p.lua" && fault.line == 3)
  }

  @Test("a table that was replaced or removed is no part of 'shared' any more, and says so")
  func gone() throws {
    let message = "shared.t.n: this table was taken out of 'shared', or replaced there"
    for removal in ["nil", "{}", "1"] {
      let policy = try LuaPolicy(runner)
      let fault = try faultOf { try policy.run("shared.t = {} local t = shared.t shared.t = \(removal) t.n = 1") }
      #expect(fault.message == message)
    }
    let nested = "shared.t = { u = { v = {} } } local v = shared.t.u.v shared.t = {} v.n = 1"
    #expect(
      try faultOf { try LuaPolicy(runner).run(nested) }.message
        == message.replacing("shared.t.n", with: "shared.t.u.v.n")
    )
    #expect(try LuaPolicy(runner).run("shared.t = { n = 1 } local t = shared.t shared.t = nil return t.n") == "1")
  }

  static let whileLoading = [
    "local x = shared.x", "shared.x = 1", "for k in pairs(shared) do end", "next(shared)", "local n = #shared",
    "rawset(shared, 'x', 1)", "rawget(shared, 'x')", "rawlen(shared)", "json.encode(shared)",
    "table.insert(shared, 1)", "table.unpack(shared)", "ipairs(shared)(shared, 0)",
  ]

  @Test("it is not there while the policy is loaded, which any use says", arguments: whileLoading)
  func loading(statement: String) throws {
    let fault = try faultOf { _ = try LuaPolicy("\n\(statement) return {}") }
    #expect(
      fault.message == "'shared' is not there while the file is loaded: use it in the functions that are called later"
    )
    #expect(fault.function == "load" && fault.file == "p.lua" && fault.line == 2)
  }

  @Test("it may be named while the policy is loaded, and used later")
  func named() throws {
    let policy = try LuaPolicy(
      "local s = shared return { route = function() s.n = (s.n or 0) + 1 return { priority = s.n } end }"
    )
    #expect(try policy.route(call(), tasks: view()).priority == 1)
    #expect(try policy.route(call(), tasks: view()).priority == 2)
  }

  @Test(
    "a policy that takes the global's name for something else is refused",
    arguments: ["shared = {}", "shared = nil"]
  )
  func assigned(statement: String) throws {
    let fault = try faultOf { _ = try LuaPolicy("\(statement) return {}") }
    #expect(fault.message.hasPrefix("the global 'shared' was assigned"), "\(fault.message)")
    #expect(fault.function == "load" && fault.file == "p.lua")
    #expect(try LuaPolicy("local shared = {} return {}").generation == 1)
  }
}
