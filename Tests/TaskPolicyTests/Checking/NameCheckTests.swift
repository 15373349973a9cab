import LuaRuntime
import TaskPolicy
import Testing

@Suite("Checking names without running them")
struct NameCheckTests {
  static let fields: [(String, [String])] = [
    ("\nlocal x = request.toolname", ["2:19 error request has no field 'toolname' (did you mean 'tool_name'?)"]),
    (
      "\nreturn request.tool.destructiv and 'background'",
      ["2:21 error tool has no field 'destructiv' (did you mean 'destructive'?)"]
    ),
    (
      "\nlocal tool = request.tool\nlocal d = tool.readonly",
      ["3:16 error tool has no field 'readonly' (did you mean 'read_only'?)"]
    ),
    ("\nlocal x = request['toolname']", ["2:18 error request has no field 'toolname' (did you mean 'tool_name'?)"]),
    ("\nif false then return request.nope end", ["2:30 error request has no field 'nope'"]),
    (
      "\nlocal f = function() return request.turnid end",
      ["2:37 error request has no field 'turnid' (did you mean 'turn_id'?)"]
    ),
    ("\nrequest.tool_name = 'x'", ["2:9 error request is read-only"]),
    ("\nstring.x = 1", ["2:8 error string is read-only"]),
    ("\nlocal x = string.fnid('a', 'b')", ["2:18 error string has no field 'fnid' (did you mean 'find'?)"]),
    ("\nlocal find = string.fnid", ["2:21 warning string has no field 'fnid' (did you mean 'find'?)"]),
    ("\nlocal x = json.decod('1').a", ["2:16 error json has no field 'decod' (did you mean 'decode'?)"]),
    ("\nlocal x = ('x'):uper()", ["2:17 error string has no field 'uper' (did you mean 'upper'?)"]),
    (
      "\nlocal x = request.tool_name:lenght()",
      ["2:29 error string has no field 'lenght'"]
    ),
    (
      "\nlocal s = tasks.statistics('x')\nreturn s and s.p96 > 1 and 'background' or nil",
      ["3:16 warning statistics has no field 'p96' (did you mean 'p95'?)"]
    ),
    ("\nlocal n = tasks.cout()", ["2:17 error tasks has no field 'cout' (did you mean 'count'?)"]),
    ("\nlocal n = tasks:count()", ["2:17 error tasks.count is called with a dot, not with a colon"]),
    ("\nlocal v = json:decode('x')", ["2:16 error json.decode is called with a dot, not with a colon"]),
    ("\nlocal v = string.dump(print)", ["2:18 error 'string.dump' is not available in policies"]),
    ("\nlocal v = os.getenv('HOME')", ["2:14 error 'os.getenv' is not available in policies"]),
    ("\nlocal s = tasks.statistics()", ["2:27 error tasks.statistics: label is missing"]),
    ("\nlocal s = tasks.statistics(7)", ["2:28 error tasks.statistics: label must be a string, got 7"]),
    ("\nlocal s = tasks.statistics { 'x' }", ["2:28 error tasks.statistics: label must be a string, got a table"]),
    ("\nlocal s = string.rep('x')", ["2:21 error string.rep: n is missing"]),
  ]

  @Test(
    "a field that nothing has is told with its place and what was meant, also where no call goes",
    arguments: fields
  )
  func field(body: String, expected: [String]) throws {
    #expect(try problems(ofRoute: body) == expected)
  }

  static let globals: [(String, [String])] = [
    ("\nlocal x = requst.tool_name", ["2:11 error unknown global 'requst' (did you mean 'request'?)"]),
    ("\nlocal x = strng.rep('x', 2)", ["2:11 error unknown global 'strng' (did you mean 'string'?)"]),
    ("\npritn('x')", ["2:1 error unknown global 'pritn' (did you mean 'print'?)"]),
    ("\nif debugging then return end", ["2:4 warning unknown global 'debugging'"]),
    ("\nlocal x = _G.pritn", ["2:14 warning unknown global 'pritn' (did you mean 'print'?)"]),
    ("\nlocal x = io.read()", ["2:11 error 'io' is not available in policies"]),
    ("\nlocal x = collectgarbage('count')", ["2:11 error 'collectgarbage' is not available in policies"]),
    ("\nsleep(5)", ["2:1 error 'sleep' exists in scripts and scenarios, but not in policies"]),
    (
      "\nlocal x = task.id", ["2:11 error 'task' is no global in policies: it is an argument of the policy's functions"]
    ),
    (
      "\ncount = 1",
      [
        "2:1 error cannot assign the global 'count': a policy's globals are fixed once it is loaded; declare it 'local' at "
          + "the top of the file, or keep it in 'shared'"
      ]
    ),
  ]

  @Test("a global that nothing defines is told, and whether another kind of Lua code has it", arguments: globals)
  func global(body: String, expected: [String]) throws {
    #expect(try problems(ofRoute: body) == expected)
  }

  @Test("globals that the policy sets while it is loaded are known, in what it requires too")
  func ownGlobals() throws {
    let source = """
      local b = require "rules.b"
      LIMIT = 5
      function helper() return LIMIT + OTHER end
      _G.third = 1
      local function init() FOURTH = 1 end
      init()
      for _, name in ipairs({ "x" }) do pcall(function() FIFTH = name end) end
      return { route = function() return helper() > third + FOURTH and FIFTH and "background" or nil end }
      """
    #expect(try problems(of: source, requiring: ["rules/b.lua": "OTHER = LIMIT or 3 return {}"]) == [])
  }

  @Test("an assignment in a function that nobody is seen to call may be meant")
  func maybe() throws {
    let found = try problems(
      of: "local m = require 'rules.m'\nreturn { route = function() m.f() end }",
      requiring: ["rules/m.lua": "return { f = function() X = 1 end }"]
    )
    #expect(found.count == 1 && found[0].hasPrefix("rules/m.lua:1:25 warning cannot assign the global 'X'"), "\(found)")
  }

  @Test("'shared' is there while the policy is asked, and not while it is loaded")
  func shared() throws {
    let source = """
      shared.count = 0
      local function add() shared.count = shared.count + 1 end
      return { route = function() add() end }
      """
    #expect(
      try problems(of: source) == [
        "1:1 error 'shared' is not there while the file is loaded: use it in the functions that are called later"
      ]
    )
  }

  @Test("a helper's parameter has the type with which it is always called")
  func helpers() throws {
    let source = """
      local function tool_of(r) return r.tol end
      local function both(r, t) return tool_of(r) and t.cont() end
      local function mixed(x) return x.anything end
      local function kept(r) return r.anything end
      local handlers = { kept }
      return {
        route = function(request, tasks)
          both(request, tasks)
          mixed(request) mixed(tasks) kept(request)
        end,
      }
      """
    #expect(
      try problems(of: source) == [
        "1:36 error request has no field 'tol' (did you mean 'tool'?)",
        "2:51 error tasks has no field 'cont' (did you mean 'count'?)",
      ]
    )
  }

  @Test("names behind a local of the same name, or in a local _ENV, are left alone")
  func shadowed() throws {
    #expect(
      try problems(
        ofRoute: "local string, tasks = { fnid = print }, {} string.fnid() tasks.nope = 1 local _ENV = {} x = y.z"
      ) == []
    )
    #expect(
      try problems(ofRoute: "request = { toolname = 1 } return request.toolname == 2 and 'background' or nil") == []
    )
    #expect(try problems(of: "string = { fnid = print } string.fnid() return {}") == [])
  }
}

extension LuaSurface {
  /// Something that only scripts and scenarios have.
  static let scriptNames = LuaSurface("script", "", globals: [.function(.scripts, .init("sleep", ""))])
}
