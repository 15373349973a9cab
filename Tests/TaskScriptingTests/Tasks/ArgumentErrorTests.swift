import LuaRuntime
import Testing

@Suite("Arguments that cannot be meant")
struct ArgumentErrorTests {
  static let defects: [(String, String)] = [
    ("tasks.start()", "tasks.start: tool must be a string, got nil"),
    ("tasks.start(7)", "tasks.start: tool must be a string, got 7"),
    ("tasks.start('echo', print)", "tasks.start: input:"),
    ("tasks.start('echo', { f = print })", "tasks.start: input:"),
    ("tasks.start('echo', {}, { turn = 't' })", "tasks.start: options: unknown key 'turn'"),
    (
      "tasks.start('echo', {}, { turnid = 't' })",
      "tasks.start: options: unknown key 'turnid' (did you mean 'turn_id'?)"
    ),
    ("tasks.start('echo', {}, { call_id = 7 })", "tasks.start: options: call_id must be a string, got 7"),
    ("tasks.start('echo', {}, 'x')", "tasks.start: options: expected a table, got 'x'"),
    (
      "tasks.start('echo', {}, { metadata = 7 })",
      "tasks.start: options: metadata must be a table of named values, got 7"
    ),
    ("tasks.start('echo', {}, { metadata = { 1 } })", "tasks.start: options: metadata must be a table of named values"),
    ("t:wait('5')", "task:wait: seconds must be a number of seconds, got '5'"),
    ("t:wait(-1)", "task:wait: seconds must not be negative, got -1"),
    ("t:wait(0/0)", "task:wait: seconds must be a number of seconds"),
    ("t:deny(5)", "task:deny: why must be a string, got 5"),
    ("t:approve({})", "task:approve: turn must be a string, got a table"),
    ("t:set_delivery_mode('later')", "task:set_delivery_mode: mode must be 'to_loop' or 'manual', got 'later'"),
    ("t:set_delivery_mode()", "task:set_delivery_mode: mode must be a string, got nil"),
    (
      "t:set_continue_policy('x')",
      "task:set_continue_policy: policy must be 'notify_only' or 'request_continue', got 'x'"
    ),
    ("t:read_output { from = 1 }", "task:read_output: options: unknown key 'from'"),
    ("t:read_output { offset = 1.5 }", "task:read_output: options: offset must be a whole number, got 1.5"),
    ("t:read_output { offset = -1 }", "task:read_output: options: offset must not be negative, got -1"),
    ("t:read_output { limit = -1 }", "task:read_output: options: limit must not be negative, got -1"),
    ("tasks.session(5)", "tasks.session: id must be a string, got 5"),
    ("tasks.turn({})", "tasks.turn: id must be a string, got a table"),
    ("tasks.wait_for_turn(5)", "tasks.wait_for_turn: turn must be a string, got 5"),
    ("tasks.interrupt_turn(5)", "tasks.interrupt_turn: turn must be a string, got 5"),
    ("tasks.end_turn(true)", "tasks.end_turn: turn must be a string, got true"),
    ("tasks.wait_for_idle('x')", "tasks.wait_for_idle: seconds must be a number of seconds, got 'x'"),
    ("tasks.wait_for_loop_updates(5)", "tasks.wait_for_loop_updates: options: expected a table, got 5"),
    (
      "tasks.wait_for_loop_updates { timeot = 5 }",
      "tasks.wait_for_loop_updates: options: unknown key 'timeot' (did you mean 'timeout'?)"
    ),
    (
      "tasks.wait_for_loop_updates { timeout = -5 }",
      "tasks.wait_for_loop_updates: timeout must not be negative, got -5"
    ),
    (
      "tasks.wait_for_loop_updates { continue_requested = 1 }",
      "tasks.wait_for_loop_updates: options: continue_requested must be a boolean, got 1"
    ),
    ("tasks.count { tool = 'x' }", "tasks.count: unknown key 'tool'"),
    ("tasks.count { kind = 'x' }", "tasks.count: kind must be 'foreground' or 'background', got 'x'"),
    ("tasks.statistics()", "tasks.statistics: label must be a string, got nil"),
    ("tasks.events(true)", "tasks.events: task must be a task id such as \"task-7\" or 7, got true"),
    ("sleep()", "sleep: seconds must be a number of seconds, got nil"),
    ("sleep(-1)", "sleep: seconds must not be negative, got -1"),
    ("advance('x')", "advance: seconds must be a number of seconds, got 'x'"),
    ("advance(-1)", "advance: seconds must not be negative, got -1"),
    ("advance(1/0)", "advance: seconds must be a number of seconds"),
    ("policy.load()", "policy.load: path must be a string, got nil"),
    ("policy.define(5)", "policy.define: source must be a string, got 5"),
    ("policy.try()", "policy.try: tool must be a string, got nil"),
    ("tools.define()", "tools.define: name must be a string, got nil"),
    ("tools.define('')", "tools.define: name must not be empty"),
    ("tools.define('x')", "tools.define: the spec of 'x' must be a table or a function, got nil"),
    ("tools.define('x', 'y')", "tools.define: the spec of 'x' must be a table or a function, got 'y'"),
    ("tools.define('x', { take = 5 })", "tools.define: the spec of 'x': unknown key 'take' (did you mean 'takes'?)"),
    ("tools.define('x', { takes = -1 })", "tools.define: the spec of 'x': takes must not be negative"),
    ("tools.define('x', { takes = 'y' })", "tools.define: the spec of 'x': takes must be a number of seconds, got 'y'"),
    ("tools.define('x', { fails = true })", "tools.define: the spec of 'x': fails must be a string, got true"),
    ("tools.define('x', { is_error = 1 })", "tools.define: the spec of 'x': is_error must be a boolean, got 1"),
    ("tools.define('x', { returns = print })", "tools.define: the spec of 'x': returns"),
    (
      "tools.define('x', { progress = 'y' })",
      "tools.define: the spec of 'x': progress must be a list of strings, got 'y'"
    ),
    (
      "tools.define('x', { progress = { 1 } })",
      "tools.define: the spec of 'x': progress must be a list of strings, got 1 in it"
    ),
    ("tools.define('x', { run = 'make' })", "tools.define: the spec of 'x': run must be a list of strings, got 'make'"),
    ("tools.define('x', { run = {} })", "tools.define: the spec of 'x': run must be a list of strings"),
    (
      "tools.define('x', { run = { 'make' }, takes = 5 })",
      "tools.define: the spec of 'x': 'takes' describes a simulated tool"
    ),
    ("tools.define('x', { input = 5 })", "tools.define: the spec of 'x': input must be a table, got 5"),
  ]

  @Test("each is an error that names function and parameter, at the caller's line", arguments: defects)
  func defect(call: String, message: String) throws {
    let error = try scriptError("local t = tasks.start('sleep', { seconds = 5 })\n\n\(call)")
    #expect(error.hasPrefix("s.lua:3: "), "\(error)")
    #expect(error.contains(message), "\(error)")
  }

  @Test("pcall catches it with its place, in a function of the script too")
  func caught() throws {
    #expect(
      try script("local function go()\nsleep('x')\nend\nreturn pcall(go)")
        == [false, "s.lua:2: sleep: seconds must be a number of seconds, got 'x'"]
    )
  }

  @Test("an error after a wait has its place too")
  func afterWait() throws {
    let error = try scriptError("sleep(1)\nlocal t = tasks.start('echo'):wait()\nsleep(-1)")
    #expect(error == "s.lua:3: sleep: seconds must not be negative, got -1")
  }
}
