import TaskEngine
import TaskPolicy
import Testing

@Suite("What a call of a policy may cost")
struct PolicyBudgetTests {
  static let endless: [String] = [
    "while true do end", "repeat until false", "for _ = 1, math.huge do end", "::a:: goto a",
    "while true do pcall(function() while true do end end) end",
    "pcall(string.rep, 'x', 1 << 40) while true do end",
    "coroutine.wrap(function() while true do end end)()",
    "local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end }) return t[1]",
    "string.find(string.rep('a', 5000), string.rep('a*', 200) .. 'b')",
    "setmetatable({}, { __close = function() while true do end end }) local x <close> = setmetatable({}, { __close = "
      + "function() while true do end end })",
    "table.sort(setmetatable({}, { __len = function() return 1 << 30 end }), function() return true end)",
  ]

  @Test("a call that does not end is a fault, and the next call works", arguments: endless)
  func doesNotEnd(body: String) throws {
    let policy = try LuaPolicy(route: "if request.tool_name == 'bad' then \(body) end return 'background'")
    let fault = try faultOf { _ = try policy.route(call("bad"), tasks: view()) }
    #expect(fault.function == "route" && fault.file == "p.lua")
    #expect(try policy.route(call("good"), tasks: view()) == .background)
  }

  @Test("passing the instruction budget says so, with file and line")
  func instructions() throws {
    let policy = try LuaPolicy(route: "local n = 0\nwhile true do n = n + 1 end")
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(
      fault.message == "the instruction budget was passed: a call of route may take 100000 instructions "
        + "(PolicyLimits.instructions)"
    )
    #expect(fault.file == "p.lua" && fault.line == 3)
  }

  @Test("the budget is each call's own")
  func perCall() throws {
    let policy = try LuaPolicy(route: "local n = 0 for i = 1, 10000 do n = n + i end return 'background'")
    for _ in 1...100 { #expect(try policy.route(call(), tasks: view()) == .background) }
  }

  @Test("processor time is limited where instructions are not")
  func time() throws {
    var limits = PolicyLimits()
    limits.instructions = .max
    limits.time = .milliseconds(20)
    let policy = try LuaPolicy(route: "while true do end", limits: limits)
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(
      fault.message
        == "the time budget was passed: a call of route may take 20 ms of processor time (PolicyLimits.time)"
    )
  }

  @Test(
    "passing the memory is a fault, and the next call works",
    arguments: [
      "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end", "local s = ('x'):rep(1 << 30)",
      "local s = 'x' while true do s = s .. s end", "return table.concat({ ('x'):rep(9000000), ('y'):rep(9000000) })",
      "return table.pack(table.unpack({}, 1, 1e6))",
    ]
  )
  func memory(body: String) throws {
    var limits = PolicyLimits.untimed
    limits.instructions = 10_000_000
    let policy = try LuaPolicy(
      route: "if request.tool_name == 'bad' then \(body) end return 'background'",
      limits: limits
    )
    #expect(try faultOf { _ = try policy.route(call("bad"), tasks: view()) }.function == "route")
    #expect(try policy.route(call("good"), tasks: view()) == .background)
  }

  @Test("a policy that does not end while it is loaded, or needs too much, is refused, and the last good one stays")
  func loading() throws {
    let policy = try LuaPolicy("return { route = function() return 'background' end }")
    for (source, message) in [
      ("while true do end", "instruction budget was passed: loading may take 10000000 instructions (PolicyLimits.load"),
      ("local s = ('x'):rep(1 << 30) return {}", "memory limit was passed: the policy may hold 16777216 bytes (Policy"),
    ] {
      let fault = try faultOf { try policy.define(source, name: "q.lua") }
      #expect(fault.message.hasPrefix("the \(message)"), "\(fault.message)")
      #expect(fault.function == "load" && fault.file == "q.lua" && fault.line == 1 && fault.generation == 1)
    }
    #expect(policy.generation == 1)
    #expect(try policy.route(call(), tasks: view()) == .background)
  }

  @Test(
    "the sandbox has no way out",
    arguments: ["io", "debug", "package", "dofile", "loadfile", "os.execute", "os.exit"]
  )
  func sandbox(name: String) throws {
    #expect(try told("\(name) == nil") == "true")
  }
}
