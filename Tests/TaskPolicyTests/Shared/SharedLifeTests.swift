import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import Testing

@Suite("How long what is in 'shared' lives")
struct SharedLifeTests {
  @Test("it outlives reloads, with the kinds of its tables")
  func reloads() throws {
    let policy = try LuaPolicy(runner)
    try policy.run("shared.n = 1 shared.f = 1.0 shared.t = { l = { 1, 2 }, e = {}, a = json.array {} }")
    for _ in 1...3 {
      try policy.reload()
      #expect(try policy.run("return shared.n .. shared.f .. math.type(shared.f)") == "11.0float")
      #expect(try policy.run("return json.encode(shared.t)") == #"{"a":[],"e":{},"l":[1,2]}"#)
    }
    // A list that is emptied and used otherwise is an object: the reload did not make it a JSON array.
    try policy.run("table.remove(shared.t.l) table.remove(shared.t.l) shared.t.l.x = 1")
    #expect(try policy.run("return json.encode(shared.t.l)") == #"{"x":1}"#)
  }

  @Test("a load that fails changes nothing in it")
  func failedLoad() throws {
    let policy = try LuaPolicy(runner)
    try policy.run("shared.n = 1")
    for source in ["return {", "error('no')", "return { rout = print }", "pcall(function() shared.n = 2 end) error()"] {
      #expect(throws: PolicyFault.self) { try policy.define(source, name: "p.lua") }
    }
    #expect(try policy.run("return shared.n") == "1")
  }

  @Test("it belongs to a file: another file begins with an empty one")
  func otherFile() throws {
    let policy = try LuaPolicy(runner)
    try policy.run("shared.n = 1")
    try policy.define(runner, name: "q.lua")
    #expect(try policy.run("return shared.n") == "nil")
    try policy.define(runner, name: "p.lua")
    #expect(try policy.run("return shared.n") == "nil")
  }

  @Test("a copy of a policy begins with an empty one, and leaves the original's alone")
  func copy() throws {
    let policy = try LuaPolicy(runner)
    try policy.run("shared.n = 1")
    let copy = try policy.copy(limits: .untimed, environment: PolicyEnvironment())
    #expect(try copy.run("return shared.n") == "nil")
    try copy.run("shared.n = 2")
    #expect(try policy.run("return shared.n") == "1")
  }

  static let failures = [
    "error('no')", "local x = nil x()", "while true do end", "local s = 'x' while true do s = s .. s end",
    "shared.l[1] = print", "coroutine.wrap(function() shared.n = 8 error('no') end)()", "do return setmetatable end",
    "local t = {} t.t = t error(t)",
  ]

  @Test("a call that fails leaves it as it was", arguments: failures)
  func rolledBack(failure: String) throws {
    let policy = try LuaPolicy(
      """
      return { route = function(request)
        if request.tool_name == 'show' then return { reason = json.encode(shared) } end
        if request.tool_name == 'bad' then
          shared.n = 2 shared.n = 3 shared.new = { 1, { 2 } } shared.gone = nil
          shared.t.a.b = 'changed' shared.t.c = {} shared.t.c.d = 1
          local held = shared.t.a
          shared.t = { replaced = true }
          table.remove(shared.l, 1)
          \(failure)
          return true
        end
        shared.n = 1 shared.gone = 'here' shared.t = { a = { b = 'b' } } shared.l = { 1, 2, 3 }
      end }
      """
    )
    _ = try policy.route(call("set"), tasks: view())
    let before = try policy.told(about: call("show"))
    for _ in 1...2 { _ = try faultOf { _ = try policy.route(call("bad"), tasks: view()) } }
    #expect(try policy.told(about: call("show")) == before)
    #expect(before == #"{"gone":"here","l":[1,2,3],"n":1,"t":{"a":{"b":"b"}}}"#)
  }

  @Test("so does a call that returns what cannot be used")
  func nonsense() throws {
    let policy = try LuaPolicy(
      """
      return {
        route = function() shared.n = (shared.n or 0) + 1 return shared.n > 1 and 'backgroud' or nil end,
        permission = function() return 'deny', tostring(shared.n) end,
      }
      """
    )
    _ = try policy.route(call(), tasks: view())
    for _ in 1...3 { #expect(throws: PolicyFault.self) { try policy.route(call(), tasks: view()) } }
    #expect(try policy.evaluate(call(), tasks: view()) == .deny(reason: "1"))
  }

  @Test("a failure undoes its own call only, and what is held of a table that comes back is that table")
  func ownCall() throws {
    let policy = try LuaPolicy(
      """
      local held
      return { route = function(request)
        shared.t = shared.t or { n = 0 }
        held = held or shared.t
        held.n = held.n + 1
        if request.tool_name == 'bad' then shared.t = {} error('no') end
        return { priority = shared.t.n }
      end }
      """
    )
    #expect(try policy.route(call(), tasks: view()).priority == 1)
    #expect(throws: PolicyFault.self) { try policy.route(call("bad"), tasks: view()) }
    #expect(try policy.route(call(), tasks: view()).priority == 2)
    #expect(throws: PolicyFault.self) { try policy.route(call("bad"), tasks: view()) }
    #expect(throws: PolicyFault.self) { try policy.route(call("bad"), tasks: view()) }
    #expect(try policy.route(call(), tasks: view()).priority == 3)
  }

  @Test("what a policy catches itself stays changed")
  func caught() throws {
    let policy = try LuaPolicy(runner)
    try policy.run("shared.n = 1 pcall(function() shared.n = 2 shared.m = print end)")
    #expect(try policy.run("return shared.n") == "2")
  }

  @Test("trying leaves it as it was, and permission sees what route did in the same try")
  func rehearsal() throws {
    let policy = try LuaPolicy(runner)
    try policy.run("shared.n = 1 shared.t = { a = 1 }")
    let request = running("shared.n = 2 shared.t.a = 2 shared.new = {}", permit: "assert(shared.n == 2) shared.n = 3")
    for _ in 1...2 { #expect(try policy.rehearse(request, tasks: view()).permission == .allow) }
    let failing = running("shared.n = 2", permit: "shared.t = nil error('no')")
    #expect(throws: PolicyFault.self) { try policy.rehearse(failing, tasks: view()) }
    #expect(try policy.run("return shared.n .. shared.t.a .. tostring(shared.new)") == "11nil")
    // And what came before a try is not undone by a failure after it.
    try policy.run("shared.n = 5")
    _ = try policy.rehearse(running(""), tasks: view())
    #expect(throws: PolicyFault.self) { try policy.run("error('no')") }
    #expect(try policy.run("return shared.n") == "5")
  }

  @Test("a call that began under an older load, and those under the new one, find one table")
  func acrossLoads() throws {
    let box = Mutex<LuaPolicy?>(nil)
    let environment = PolicyEnvironment(onPrint: { print in
      if print.text == "now" { try? box.withLock { $0 }?.reload() }
    })
    let policy = try LuaPolicy(runner, environment: environment)
    box.withLock { $0 = policy }
    try policy.run("shared.n = 1 print('now') shared.n = shared.n + 1")
    #expect(policy.generation == 2)
    #expect(try policy.run("shared.n = shared.n + 1 return shared.n") == "3")
  }

  @Test("calls on several threads and reloads in their midst lose no count")
  func concurrent() async throws {
    let policy = try LuaPolicy(runner)
    try policy.run("shared.n = 0")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 1...4 {
        group.addTask {
          for _ in 1...250 { try policy.run("shared.n = shared.n + 1") }
          for _ in 1...10 { #expect(throws: PolicyFault.self) { try policy.run("shared.n = -1 error()") } }
        }
      }
      group.addTask { for _ in 1...50 { try policy.reload() } }
      try await group.waitForAll()
    }
    #expect(try policy.run("return shared.n") == "1000")
  }
}
