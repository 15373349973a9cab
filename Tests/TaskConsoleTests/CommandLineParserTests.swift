import Testing

@testable import TaskConsole

@Suite("Splitting a command line")
struct CommandLineParserTests {
  @Test(
    "words are quoted as in sh",
    arguments: [
      ("", []),
      ("   ", []),
      (":tasks", [":tasks"]),
      ("  :wait   7\t8 ", [":wait", "7", "8"]),
      (#"a 'b c' "d e""#, ["a", "b c", "d e"]),
      (#"key="two words"end"#, ["key=two wordsend"]),
      (#"'it'\''s'"#, ["it's"]),
      (#"'back\slash' "a\"b" "a\nb" "a\\b" "\$x""#, [#"back\slash"#, #"a"b"#, #"a\nb"#, #"a\b"#, "$x"]),
      (#"a\ b \"c"#, ["a b", #""c"#]),
      (#"'' """#, ["", ""]),
      ("ü '日 本'", ["ü", "日 本"]),
      ("one\ntwo", ["one", "two"]),
      ("$HOME *.swift", ["$HOME", "*.swift"]),
    ]
  )
  func words(line: String, expected: [String]) throws {
    #expect(try CommandLineParser.words(line).map(\.text) == expected)
  }

  @Test("each word knows the byte column where it begins")
  func columns() throws {
    #expect(try CommandLineParser.words("ü 'b c'  d").map(\.column) == [1, 4, 11])
  }

  @Test(
    "what is not closed is said with its place",
    arguments: [
      (#"a 'b c"#, "the single quote is not closed (column 3)"),
      (#"a b"c d"#, "the double quote is not closed (column 4)"),
      (#"a b\"#, "nothing follows the backslash (column 4)"),
      ("a\n 'b", "the single quote is not closed (line 2, column 2)"),
    ]
  )
  func unclosed(line: String, message: String) {
    let error = #expect(throws: CommandLineError.self) { try CommandLineParser.words(line) }
    #expect(error?.description == message)
  }
}
