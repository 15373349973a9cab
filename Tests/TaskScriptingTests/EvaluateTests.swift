import LuaRuntime
import TaskScripting
import Testing

@Suite("What is typed")
struct EvaluateTests {
  static let lines: [(String, String?)] = [
    ("1 + 1", "2"), ("'text'", "text"), ("1, 'a', nil, true", "1\ta\tnil\ttrue"), ("nil", "nil"), ("x = 5", nil),
    ("local y = 1", nil), ("{}", "{}"), ("{ 1, 2 }", "{ 1, 2 }"), ("{ b = 1, a = 'x' }", "{ a = \"x\", b = 1 }"),
    ("{ ['a b'] = 1 }", "{ [\"a b\"] = 1 }"), ("{ { 1 }, { 'a' } }", "{ { 1 }, { \"a\" } }"),
    ("json.null", "null"), ("tasks.start('echo')", "task-1"), ("(function() end)()", nil), ("sleep(3)", nil),
    ("tasks.start('sleep', { seconds = 2 }):wait().status, tasks.now()", "completed\t2.0"),
    ("return 7", "7"), ("-- nothing", nil), ("", nil), ("'a\\nb'", "a\nb"), ("{ 'a\\nb' }", "{ \"a\\nb\" }"),
  ]

  @Test("an expression gives its values, a statement nothing", arguments: lines)
  func line(source: String, shown: String?) throws {
    let script = try Script()
    #expect(try script.evaluate(source) == shown)
    try script.end()
  }

  @Test("_ is the first value of the last expression")
  func last() throws {
    let script = try Script()
    _ = try script.evaluate("6 * 7, 1")
    #expect(try script.evaluate("_ + 1") == "43")
    try script.end()
  }

  @Test("a table that holds itself, or is very deep or long, is shown shortened")
  func big() throws {
    let script = try Script()
    _ = try script.evaluate("t = {}; t.t = t")
    #expect(try script.evaluate("t") == "{ t = <cycle> }")
    let long = try #require(
      try script.evaluate("(function() local t = {} for i = 1, 500 do t[i] = i end return t end)()")
    )
    #expect(long.count < 2000 && long.contains("…"))
    let deep = try #require(
      try script.evaluate("(function() local t = {} for i = 1, 50 do t = { t } end return t end)()")
    )
    #expect(deep.contains("{…}"))
    try script.end()
  }

  @Test("what is wrong is told with its place")
  func wrong() throws {
    let script = try Script()
    for (line, text) in [
      ("x.y.z", "stdin:1: attempt to index a nil value (global 'x')"), ("1 +", "stdin:1: "),
      ("error('no')", "stdin:1: no"),
    ] {
      let error = #expect(throws: LuaError.self) { _ = try script.evaluate(line) }
      #expect(error?.description.hasPrefix(text) == true, "\(String(describing: error))")
    }
    try script.end()
  }

  @Test("unfinished input is told from finished and from wrong input")
  func incomplete() throws {
    let script = try Script()
    for source in ["function f()", "x = {", "tasks.start('a',", "if x then", "local s = [[", "1 +"] {
      #expect(script.host.isIncomplete(source), "\(source)")
    }
    for source in ["1 + 1", "x = 1", "f()", "x x", "end", ")", ""] {
      #expect(!script.host.isIncomplete(source), "\(source)")
    }
    try script.end()
  }

  @Test("json encodes and decodes, and kinds survive")
  func json() throws {
    #expect(
      try script(
        """
        local round = json.encode(json.decode('{"a":[],"b":{},"c":null,"d":[1,2.5,"x",true]}'))
        local ok, why = pcall(json.decode, '{"a": }')
        return round, ok, (why:find("line 1 column 7", 1, true)) ~= nil
        """
      ) == [#"{"a":[],"b":{},"c":null,"d":[1,2.5,"x",true]}"#, false, true]
    )
  }
}
