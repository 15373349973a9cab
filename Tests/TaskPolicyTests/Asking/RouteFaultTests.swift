import TaskEngine
import TaskPolicy
import Testing

@Suite("What route may not return")
struct RouteFaultTests {
  static let defects: [(String, String)] = [
    (
      "return 'backgroud'",
      "route must return 'foreground', 'background', a table or nil, got 'backgroud' (did you mean 'background'?)"
    ),
    ("return ('x'):rep(100)", "route must return 'foreground', 'background', a table or nil, got a string"),
    (
      "return 'background', 'busy'",
      "route returned one value too many: 'busy'; for a reason return { kind = …, reason = … }"
    ),
    ("return { kind = 'background' }, {}", "route returned one value too many: a table; for a reason"),
    ("return true", "route must return 'foreground', 'background', a table or nil, got true"),
    ("return 7", "route must return 'foreground', 'background', a table or nil, got 7"),
    ("return print", "route must return 'foreground', 'background', a table or nil, got a function"),
    ("return json.null", "route must return 'foreground', 'background', a table or nil, got json.null"),
    ("return request", "route must return 'foreground', 'background', a table or nil, got a request"),
    ("return { 1, 2 }", "the table that route returned: expected a table with named fields, got a list"),
    ("return { [true] = 1 }", "the table that route returned: unexpected key true; the keys are names"),
    ("return { kind = 'fg' }", "the table that route returned: kind must be 'foreground' or 'background', got 'fg'"),
    ("return { kind = 1 }", "the table that route returned: kind must be a string, got 1"),
    (
      "return { detach_afer = 5 }",
      "the table that route returned: unknown key 'detach_afer' (did you mean 'detach_after'?)"
    ),
    ("return { zzz = 5 }", "the table that route returned: unknown key 'zzz'"),
    (
      "return { detach_after = '5' }",
      "the table that route returned: detach_after must be a number of seconds, got '5'"
    ),
    ("return { detach_after = -1 }", "the table that route returned: detach_after must not be negative, got -1.0"),
    ("return { detach_after = 0/0 }", "the table that route returned: detach_after must be a number of seconds"),
    ("return { detach_after = math.huge }", "the table that route returned: detach_after must be a number of seconds"),
    (
      "return { kind = 'background', detach_after = 5 }",
      "the table that route returned: detach_after needs kind 'foreground', got 'background'"
    ),
    ("return { deadline = 0 }", "the table that route returned: deadline must be more than zero, got 0.0"),
    ("return { deadline = true }", "the table that route returned: deadline must be a number of seconds, got true"),
    (
      "return { queue_deadline = -0.5 }", "the table that route returned: queue_deadline must not be negative, got -0.5"
    ),
    ("return { queue_deadline = {} }", "the table that route returned: queue_deadline must be a number of seconds"),
    (
      "return { concurrency = 4 }",
      "the table that route returned: concurrency must be a table of keys and limits, got 4"
    ),
    ("return { concurrency = { 4 } }", "the table that route returned: concurrency must be a table of keys and limits"),
    ("return { concurrency = { a = 0 } }", "concurrency maps keys to limits of at least 1, got 0 for 'a'"),
    ("return { concurrency = { a = 1.5 } }", "concurrency maps keys to limits of at least 1, got 1.5 for 'a'"),
    ("return { concurrency = { a = 'x' } }", "concurrency maps keys to limits of at least 1, got 'x' for 'a'"),
    ("return { priority = 1.5 }", "the table that route returned: priority must be a whole number, got 1.5"),
    ("return { priority = 'high' }", "the table that route returned: priority must be a whole number, got 'high'"),
    ("return { label = 1 }", "the table that route returned: label must be a string, got 1"),
    ("return { reason = {} }", "the table that route returned: reason must be a string, got a table"),
  ]

  @Test("what cannot be used is a fault that names the function, its place and what was expected", arguments: defects)
  func defect(body: String, message: String) throws {
    let policy = try LuaPolicy(route: body)
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(fault.message.hasPrefix(message) || fault.message.hasSuffix(message), "\(fault.message)")
    #expect(fault.function == "route" && fault.file == "p.lua" && fault.line == 1 && fault.generation == 1)
  }

  @Test("of several defects the same one is told every time")
  func severalDefects() throws {
    let keys = ["kindd", "reasonn", "labell", "priorityy", "deadlinee"]
    let fields = keys.map { "\($0) = 1" }.joined(separator: ", ")
    for _ in 1...20 {
      let unknown = try LuaPolicy(route: "return { \(fields) }")
      #expect(try faultOf { _ = try unknown.route(call(), tasks: view()) }.message.contains("'deadlinee'"))
      let limits = try LuaPolicy(route: "return { concurrency = { e = 0, d = 0, a = 0, c = 0, b = 0 } }")
      #expect(try faultOf { _ = try limits.route(call(), tasks: view()) }.message.hasSuffix("for 'a'"))
    }
  }

  @Test("an error of the policy is a fault where it was raised, in a function that it calls too")
  func raised() throws {
    let policy = try LuaPolicy(
      """
      local function helper(x)
        return x.name.first
      end
      return { route = function(request) return helper(request.input) end }
      """
    )
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(fault.file == "p.lua" && fault.line == 2)
    #expect(fault.message.hasPrefix("attempt to index a nil value"))
    #expect(fault.description.hasPrefix("p.lua:2: attempt"))
  }

  @Test(
    "an error that is no text still has words",
    arguments: ["error()", "error({ code = 1 })", "error(nil)", "error('')"]
  )
  func wordless(body: String) throws {
    let policy = try LuaPolicy(route: body)
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(fault.file == "p.lua" && fault.line != nil)
  }

  @Test("a policy cannot wait")
  func yields() throws {
    let policy = try LuaPolicy(route: "coroutine.yield()")
    #expect(try faultOf { _ = try policy.route(call(), tasks: view()) }.function == "route")
  }
}
