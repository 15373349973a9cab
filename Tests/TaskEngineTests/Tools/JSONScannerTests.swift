import Testing

@testable import TaskEngine

@Suite("Reading over JSON")
struct JSONScannerTests {
  private func problem(_ text: String) -> JSONProblem? {
    var scanner = JSONScanner(Array(text.utf8))
    do {
      try scanner.value()
      try scanner.end()
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "what RFC 8259 allows is allowed",
    arguments: [
      "0", "-0", "12.5e+3", "1E-2", "true", "false", "null", #""""#, #""\"\\\/\b\f\n\r\t\u00e9""#,
      #""\ud83d\ude00""#, #""ü日""#, "[]", "[ ]", "[1,[2,{}]]", "{}", " { } ", #"{"a":{"b":[null]},"a":2}"#,
    ]
  )
  func valid(text: String) {
    #expect(problem(text) == nil)
  }

  @Test(
    "anything else is not, at its place",
    arguments: [
      ("", 0), ("01", 1), ("-", 1), ("1.", 2), (".5", 0), ("1e", 2), ("+1", 0), ("nul", 0), ("True", 0),
      ("NaN", 0), ("'a'", 0), (#""a"#, 0), ("\"a\nb\"", 2), (#""\x""#, 2), (#""\u12g4""#, 3), (#""\u+123""#, 3),
      (#""\ud83d""#, 1), (#""\ude00""#, 1), (#""\ud83dx""#, 1), ("[1,]", 3), ("[1 2]", 3), ("[", 1),
      ("{\"a\"}", 4), ("{\"a\":}", 5), ("{\"a\":1,}", 7), ("{1:2}", 1), ("1 2", 2), ("{}}", 2), ("\u{FEFF}1", 0),
    ]
  )
  func invalid(text: String, offset: Int) {
    #expect(problem(text)?.offset == offset)
  }

  @Test("nesting has a limit, and is no danger up to it")
  func depth() {
    let limit = JSONScanner.depthLimit
    #expect(problem(String(repeating: "[", count: limit) + String(repeating: "]", count: limit)) == nil)
    #expect(problem(String(repeating: "[", count: 100_000))?.offset == limit)
  }

  @Test("text becomes a JSON string that reads back")
  func strings() {
    #expect(JSONValue.string("a\"b\\c\n\t\r\u{1}\u{1F}ü😀").jsonText == #""a\"b\\c\n\t\r\u0001\u001fü😀""#)
    #expect(
      problem(JSONValue.string(String((0..<300).compactMap { Unicode.Scalar($0) }.map(Character.init))).jsonText) == nil
    )
  }
}
