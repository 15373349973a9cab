import TaskEngine
import TaskPolicy
import Testing

@Suite("A policy's globals")
struct PolicyGlobalsTests {
  private static let advice =
    "a policy's globals are fixed once it is loaded; declare it 'local' at the top of the file, or keep it in 'shared'"

  @Test("globals that the file defines can be used in calls, and those of required files too")
  func defined() throws {
    let folder = try WatchedFolder()
    try folder.write("helper.lua", "function double(x) return 2 * x end")
    try folder.write(
      "p.lua",
      "require 'helper' limit = 4 return { route = function() return { priority = double(limit) } end }"
    )
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"), watching: false)
    #expect(try policy.route(call(), tasks: view()).priority == 8)
  }

  @Test(
    "a call cannot assign one, however it tries",
    arguments: [
      ("count = 1", "cannot assign the global 'count': \(advice)"),
      ("limit = 5", "cannot assign the global 'limit': \(advice)"),
      ("limit = nil", "cannot assign the global 'limit': \(advice)"),
      ("print = nil", "cannot assign the global 'print': \(advice)"),
      ("function helper() end", "cannot assign the global 'helper': \(advice)"),
      ("_ENV.count = 1", "cannot assign the global 'count': \(advice)"),
      ("_G.count = 1", "cannot assign the global 'count': \(advice)"),
      ("_G[1] = 1", "cannot assign a global: \(advice)"),
      ("load('count = 1')()", "cannot assign the global 'count': \(advice)"),
      ("coroutine.wrap(function() count = 1 end)()", "cannot assign the global 'count': \(advice)"),
      ("rawset(_G, 'count', 1)", "rawset: the table is read-only"),
      ("setmetatable(_G, {})", "cannot change a protected metatable"),
      ("setmetatable(_G, nil)", "cannot change a protected metatable"),
      ("table.insert(_G, 1)", "cannot assign a global: \(advice)"),
    ]
  )
  func frozen(statement: String, message: String) throws {
    let policy = try LuaPolicy(
      "limit = 4\nreturn { route = function()\n\(statement)\nend, permission = function() return 'deny', limit .. '' end }"
    )
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(fault.message == message, "\(fault.message)")
    #expect(fault.function == "route")
    #expect(try policy.evaluate(call(), tasks: view()) == .deny(reason: "4"))
  }

  @Test(
    "library tables cannot be assigned, by rawset or by another metatable neither",
    arguments: ["string", "table", "math", "os", "utf8", "coroutine", "json"],
    ["%.new = 1", "%[next(%)] = nil", "rawset(%, 'new', 1)", "setmetatable(%, {})", "table.insert(%, 1)"]
  )
  func libraries(name: String, statement: String) throws {
    let statement = statement.replacing("%", with: name)
    let whileLoading = try faultOf { _ = try LuaPolicy("\(statement) return {}") }
    let whileCalled = try faultOf { _ = try LuaPolicy(route: statement).route(call(), tasks: view()) }
    for fault in [whileLoading, whileCalled] {
      #expect(
        fault.message.hasSuffix("read-only") || fault.message == "cannot change a protected metatable",
        "\(fault.message)"
      )
    }
  }

  @Test("the policy's own locals may change")
  func locals() throws {
    let policy = try LuaPolicy(
      "local n = 0 local t = {} return { route = function() n = n + 1 t.n = n return { priority = t.n } end }"
    )
    for number in 1...3 { #expect(try policy.route(call(), tasks: view()).priority == number) }
  }

  @Test("a policy may refuse unknown globals while it is loaded, and then goes on doing so")
  func strict() throws {
    let policy = try LuaPolicy(
      """
      setmetatable(_G, { __index = function(_, name) error("no global " .. name, 2) end })
      return { route = function() return { priority = lmit } end }
      """
    )
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(fault.description == "p.lua:2: no global lmit")
  }

  @Test("policies do not see each other's globals")
  func own() throws {
    _ = try LuaPolicy("limit = 1 return {}")
    #expect(try LuaPolicy("assert(limit == nil) return {}").generation == 1)
  }

  @Test("a global that is read in a call may be there or not")
  func reading() throws {
    #expect(try told("limit") == "nil")
    #expect(try told("_G.limit == nil and next(_G) ~= nil and rawget(_G, 'print') == print") == "true")
  }
}
