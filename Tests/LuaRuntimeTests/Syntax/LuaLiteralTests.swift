import LuaRuntime
import Testing

@Suite("Literals of Lua text")
struct LuaLiteralTests {
  /// The value of the literal that a text returns, as the parser reads it.
  private func literal(_ source: String) throws -> LuaValue? {
    let chunk = try LuaParser.parse(Array("return \(source)".utf8))
    guard case .return(let values) = chunk.body.statements.first?.kind, values.count == 1 else { return nil }
    switch values[0].kind {
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .string(let bytes): return .string(LuaString(bytes: bytes))
    default: return nil
    }
  }

  @Test(
    "each has the value that Lua gives it",
    arguments: [
      "0", "3", "345", "0xff", "0xBEBADA", "0Xa", "3.0", "3.1416", "314.16e-2", "0.31416E1", "34e1", "3.", ".5", "5.e3",
      "0x0.1E", "0xA23p-4", "0X1.921FB54442D18P+1", "0x.8p1", "0x8.", "0xfp0", "9223372036854775807",
      "9223372036854775808", "0x7fffffffffffffff", "0xffffffffffffffff", "0x1ffffffffffffffff", "1e308", "1e309",
      "1e-400", "00012",
      #"'a\n\t\\\"\'\a\b\f\r\v'"#, #""\65\066\x41\u{48}\u{20AC}\u{10FFFF}\u{7FFFFFFF}\u{0}""#, #""\0651""#,
      #"'\z   x'"#,
      "'a\\\nb'", "'a\\\r\nb'", "'a\\z\n\n   b'", "''", "[[]]", "[[\n\nx]]", "[[\r\n\r\nx\n\ry\rz]]",
      "[==[ ]] ]=] ]==]",
      "[=[\\n]=]", "'naïve ☃'", "[[\0]]", "'\0'",
    ]
  )
  func value(_ source: String) throws {
    let expected = try LuaState().run("return \(source)")
    #expect([try #require(try literal(source))] == expected)
  }

  @Test(
    "what Lua refuses is refused",
    arguments: [
      "3x", "0x", "0xg", "1e", "1e+", "3..2", "0x1p", "1.2.3", "08f", "'a", "\"a\nb\"", "'\\q'", "'\\300'", "'\\xg0'",
      "'\\u{80000000}'", "'\\u{}'", "'\\u20'", "'\\u{20'", "[[a", "[=[a]]", "[=a", "--[[ a", "'\\", "@", "1 $", "`x`",
    ]
  )
  func refused(_ source: String) throws {
    #expect(throws: LuaError.self) { try LuaState().load("return \(source)", name: "t") }
    #expect(throws: LuaSyntaxError.self) { try LuaParser.parse(Array("return \(source)".utf8)) }
  }
}
