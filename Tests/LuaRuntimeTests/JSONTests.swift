import LuaRuntime
import Testing

@Suite("json")
struct JSONTests {
  @Test(
    "what is decoded encodes as it was, with sorted keys",
    arguments: [
      "null", "true", "0", "-12", "9007199254740993", "9223372036854775807", "1.5", "2.0", "1e+300", "-0.0", #""""#,
      "[]", "{}", "[[],{},[{}],null]", #"{"":[],"a":{"b":[1,2.5,"x"]},"c":{}}"#, #""é😀\n\"\\""#, #"{"1":1,"2":2}"#,
    ]
  )
  func roundTrip(_ text: String) throws {
    let state = try LuaState()
    #expect(try state.run("return json.encode(json.decode(...))", [.string(text)]) == [.string(text)])
    let value = try state.run("return ...", [.json(Array(text.utf8))])
    #expect(try value.first?.jsonText() == Array(text.utf8))
  }

  @Test(
    "malformed text is an error with its place",
    arguments: [
      ("", "line 1 column 1: unexpected end"), ("[1,]", "line 1 column 4: unexpected character"),
      ("{\"a\":1,\n \"b\" 2}", "line 2 column 6: expected ':'"), ("[1 2]", "line 1 column 4: expected ',' or ']'"),
      ("01", "line 1 column 1: a number cannot start with 0"),
      ("1 x", "line 1 column 3: unexpected text after the value"),
      ("\"abc", "line 1 column 1: unfinished string"), ("\"\\x\"", "line 1 column 2: unknown escape in a string"),
      ("[\"\\ud800\"]", "line 1 column 3: half of a surrogate pair"), ("nan", "line 1 column 1: unexpected character"),
      ("1e999", "line 1 column 1: the number is too large"),
      (String(repeating: "8", count: 400), "line 1 column 1: the number is too large"),
      ("{1:2}", "line 1 column 2: expected a string as key"),
      ("[", "line 1 column 2: unexpected end"), ("-", "line 1 column 1: malformed number"),
      ("\"a\nb\"", "line 1 column 3: control character in a string"),
      ("{\"a\":1,}", "line 1 column 8: expected a string as key"),
      (String(repeating: "[", count: 500), "line 1 column 130: nested too deep"),
    ]
  )
  func malformed(_ text: String, _ message: String) throws {
    let state = try LuaState()
    let result = try state.run("return select(2, pcall(json.decode, ...))", [.string(text)])
    #expect(result.first?.text == "test.lua:1: invalid JSON: " + message)
  }

  @Test("kinds: arrays by json.array and by sequence, all else objects")
  func kinds() throws {
    let source = """
      local a = json.decode('[1]') a[1] = nil
      return json.encode({}), json.encode(json.array {}), json.encode({1, 2}), json.encode(a), json.encode({a = 1}),
        json.encode({json.null, 1.0, 1}), tostring(json.null), json.null == json.decode('null'),
        getmetatable(a), json.encode(setmetatable(json.array {}, {}))
      """
    #expect(
      try LuaState().run(source) == [
        "{}", "[]", "[1,2]", "[]", #"{"a":1}"#, "[null,1.0,1]", "null", true, .nil, "{}",
      ]
    )
  }

  @Test(
    "what has no JSON form is a clear error",
    arguments: [
      ("0/0", "json.encode: nan is not a JSON number"), ("1/0", "json.encode: inf is not a JSON number"),
      ("print", "json.encode: a function has no JSON form"),
      (
        "(function() local t = {} t[1] = t return t end)()",
        "json.encode: a table contains itself"
      ), ("'\\xff'", "json.encode: a string is not valid UTF-8"),
      ("{[1] = 1, [3] = 3}", "json.encode: a table with keys other than strings or 1 to n (a key of type number)"),
      ("{[true] = 1}", "json.encode: a table with keys other than strings or 1 to n (a key of type boolean)"),
    ]
  )
  func unencodable(_ value: String, _ message: String) throws {
    #expect(try LuaState().failure(of: "json.encode(\(value))")?.message == message)
  }
}
