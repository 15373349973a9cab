import TaskCore
import Testing

@Suite("Writing JSON")
struct JSONValueTests {
  @Test("each kind is written as JSON has it, on one line, object keys in order")
  func kinds() {
    let value: JSONValue = ["b": [1, 2.5, true, nil], "a": "text", "ä": [:], "c": []]
    #expect(value.jsonText == #"{"a":"text","b":[1,2.5,true,null],"c":[],"ä":{}}"#)
    #expect(JSONValue.integer(.min).jsonText == "-9223372036854775808")
    #expect(JSONValue.boolean(false).jsonText == "false")
  }

  @Test("a number keeps all of its digits, and what JSON has no word for is null")
  func numbers() {
    #expect(JSONValue.number(1).jsonText == "1.0")
    #expect(JSONValue.number(0.1).jsonText == "0.1")
    #expect(JSONValue.number(-0.0).jsonText == "-0.0")
    #expect(JSONValue.number(1e300).jsonText == "1e+300")
    for strange in [Double.nan, .infinity, -.infinity] { #expect(JSONValue.number(strange).jsonText == "null") }
  }

  @Test("a text is escaped so that it is one line, and nothing else of it changes")
  func texts() {
    #expect(JSONValue.string("\"\\\n\r\t").jsonText == #""\"\\\n\r\t""#)
    #expect(JSONValue.string("\u{0}\u{1F}\u{7F}").jsonText == "\"\\u0000\\u001f\\u007f\"")
    #expect(JSONValue.string("e\u{301} 👩‍👩‍👧 /").jsonText == "\"e\u{301} 👩‍👩‍👧 /\"")
    #expect(JSONValue.object(["\"": .null]).jsonText == #"{"\"":null}"#)
  }

  @Test("of two equal names the last one counts")
  func twice() {
    let value: JSONValue = ["a": 1, "a": 2]
    #expect(value.jsonText == #"{"a":2}"#)
  }
}
