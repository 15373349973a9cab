import Testing

@testable import TaskConsole

@Suite("The arguments of :start")
struct StartArgumentsTests {
  @Test(
    "input is JSON, key=text and key:=json, alone or together",
    arguments: [
      (":start echo", "{}"),
      (#":start build {"target": "app", "n": 2}"#, #"{"target": "app", "n": 2}"#),
      (#":start build '{"target": "a b"}'"#, #"{"target": "a b"}"#),
      (#":start build "{\"n\": 1}""#, #"{"n": 1}"#),
      (":start echo [1, 2]", "[1, 2]"),
      (":start echo message=hi", #"{"message":"hi"}"#),
      (#":start shell command="sleep 8; echo built""#, #"{"command":"sleep 8; echo built"}"#),
      (#":start shell command='say "a\b"'"#, #"{"command":"say \"a\\b\""}"#),
      (":start echo a=b=c empty=", #"{"a":"b=c","empty":""}"#),
      (":start sleep seconds:=1.5e3", #"{"seconds":1.5e3}"#),
      (#":start x list:=[1, "a b"] object:={"k": {}} s:='"q"'"#, #"{"list":[1, "a b"],"object":{"k": {}},"s":"q"}"#),
      (#":start x {"a": 1, "b": 2} b=two c:=3"#, #"{"a":1,"b":"two","c":3}"#),
      (#":start x key\ with\ space=1 ü=日"#, #"{"key with space":"1","ü":"日"}"#),
      (":start x url=http://h/?a:=b", #"{"url":"http://h/?a:=b"}"#),
      (":start x {\n \"a\": 1\n}", "{\n \"a\": 1\n}"),
    ]
  )
  func input(line: String, expected: String) throws {
    let arguments = try StartArguments(parsing: line)
    #expect(arguments.input == expected)
  }

  @Test("tool, turn and session are told apart from the input, in any order")
  func options() throws {
    let arguments = try StartArguments(parsing: #":start 'my tool' @turn=t2 {"a": 1} @session=s1"#)
    #expect(arguments.tool == "my tool")
    #expect(arguments.turn == "t2")
    #expect(arguments.session == "s1")
    #expect(arguments.input == #"{"a": 1}"#)
    let plain = try StartArguments(parsing: ":start echo")
    #expect(plain.turn == nil && plain.session == nil)
  }

  @Test(
    "what is wrong is said with its place in what was typed",
    arguments: [
      (":start", "a tool's name is missing (column 7)"),
      (":start a=b", "a tool's name is expected here, not 'a=b' (column 8)"),
      (#":start {"a": 1}"#, "a tool's name is expected here, not '{a:' (column 8)"),
      (":start x hello", "expected JSON, key=text, key:=json or @turn=…, not 'hello' (column 10)"),
      (":start x =1", "expected JSON, key=text, key:=json or @turn=…, not '=1' (column 10)"),
      (#":start x {"a": 1"#, "the object is not closed (column 17)"),
      (#":start x {"a" 1}"#, #"':' is missing after the key "a" (column 15)"#),
      (#":start x {a: 1}"#, "a key in double quotes is expected here (column 11)"),
      (#":start x {"a": 1,}"#, "a key in double quotes is expected here (column 18)"),
      (#":start x {'a': 1}"#, "a key in double quotes is expected here (column 11)"),
      (#":start x '{"a": tru}'"#, "a JSON value cannot begin like this (column 17)"),
      (#":start x {"a": 1}b=2"#, "a space is expected after the JSON (column 18)"),
      (":start x {} []", "the input is given twice (column 13)"),
      (":start x n:=01", "a number cannot begin with 0 (column 14)"),
      (":start x n:=", "a JSON value is missing (column 13)"),
      (":start x n:=1x", "unexpected 'x' after the JSON value (column 14)"),
      (":start x a=1 a=2", #""a" is given twice (column 14)"#),
      (":start x [1] a=2", "key=text can be added to an object only, and the input is an array (column 10)"),
      (":start x @trun=1", "unknown option '@trun': did you mean '@turn'? (column 10)"),
      (":start x @turn=", "'@turn=' needs a value (column 10)"),
      (":start x @turn=1 @turn=2", "'@turn' is given twice (column 18)"),
      (":start x {\n\"a\": x}", "a JSON value cannot begin with 'x' (line 2, column 6)"),
      (":start x 'a", "the single quote is not closed (column 10)"),
    ]
  )
  func problems(line: String, message: String) {
    let error = #expect(throws: CommandLineError.self) { try StartArguments(parsing: line) }
    #expect(error?.description == message)
  }
}
