import LuaRuntime
import Testing

@Suite("Lua text as a tree")
struct LuaParserTests {
  private func parse(_ source: String) throws -> LuaSyntax.Chunk { try LuaParser.parse(Array(source.utf8)) }

  /// The names that a text uses, each with where the local that it means is declared, or the word `global`.
  private func names(_ source: String) throws -> [String] {
    let chunk = try parse(source)
    return UsedNames(in: chunk).all.map { name in
      switch name.meaning {
      case .local(let index): "\(name.text)@\(chunk.locals[index].place.line)"
      case .global: "\(name.text) global"
      case .field(let index): "\(name.text) of \(chunk.locals[index].name)@\(chunk.locals[index].place.line)"
      }
    }
  }

  @Test("a name means the innermost local declared before it, or a global")
  func meanings() throws {
    #expect(try names("local x = x\nreturn x") == ["x global", "x@1"])
    #expect(try names("local x\nlocal x = x\nx = x") == ["x@1", "x@2", "x@2"])
    #expect(try names("do local x end\nreturn x") == ["x global"])
    #expect(try names("local function f() return f end") == ["f@1"])
    #expect(try names("local f = function() return f end") == ["f global"])
    #expect(try names("function f() return f end") == ["f global", "f global"])
    #expect(
      try names("local t = {}\nfunction t.a.b:c(x)\nreturn self, x, y end") == ["t@1", "self@2", "x@2", "y global"]
    )
    #expect(try names("for i = i, 2 do return i end return i") == ["i global", "i@1", "i global"])
    #expect(try names("for k, v in k, v do\nreturn k, v end") == ["k global", "v global", "k@1", "v@1"])
    #expect(try names("repeat local x until x\nreturn x") == ["x@1", "x global"])
    #expect(try names("local a <const>, b <close> = a\nreturn a, b") == ["a global", "a@1", "b@1"])
    #expect(try names("if x then local x return x elseif x then end") == ["x global", "x@1", "x global"])
    #expect(try names("local x\nreturn function(x) return x end, x") == ["x@2", "x@1"])
  }

  @Test("with a local _ENV a free name is its field")
  func environment() throws {
    #expect(try names("local _ENV = {}\nreturn x, _ENV") == ["x of _ENV@1", "_ENV@1"])
    #expect(try names("return function(_ENV) return x end, x") == ["x of _ENV@1", "x global"])
  }

  @Test("places count lines and bytes from 1, over every kind of line end")
  func places() throws {
    let names = UsedNames(in: try parse("a()\r\n  b()\n\r\tc()\r--[[\n\n]] d [[\n]]")).all
    #expect(names.map { "\($0.text) \($0.place.line):\($0.place.column)" } == ["a 1:1", "b 2:3", "c 3:2", "d 6:4"])
    #expect(throws: LuaSyntaxError(message: "<eof> expected near 'end'", place: LuaPlace(line: 2, column: 3))) {
      try parse("x()\n  end")
    }
    #expect(
      throws: LuaSyntaxError(
        message: "'end' (to close 'if' at line 1) expected near <eof>",
        place: LuaPlace(line: 2, column: 1)
      )
    ) { try parse("if x then\n") }
  }

  @Test("operators bind as the manual's section 3.4.8 says")
  func strengths() throws {
    let cases = [
      ("a or b and c", "(a or (b and c))"), ("a and b or c", "(a and b or c)"), ("a < b == c", "(a < b == c)"),
      ("a .. b .. c", "(a .. (b .. c))"), ("a ^ b ^ c", "(a ^ (b ^ c))"), ("-a ^ b", "(- (a ^ b))"),
      ("not a == b", "((not a) == b)"), ("a + b * c - d", "(a + (b * c) - d)"),
      ("a | b ~ c & d", "(a | (b ~ (c & d)))"),
      ("a << b .. c", "(a << (b .. c))"), ("2 ^ - 3", "(2 ^ (- 3))"), ("#a.b + 1", "((# a.b) + 1)"),
      ("a // b % c", "(a // b % c)"), ("(a + b) * c", "((a + b) * c)"), ("- - a", "(- (- a))"),
      ("~a ~ b", "((~ a) ~ b)"),
    ]
    for (source, expected) in cases {
      guard case .return(let values) = try parse("return \(source)").body.statements[0].kind else {
        Issue.record("no return")
        continue
      }
      #expect(values[0].shown == expected, "\(source)")
    }
  }

  @Test("deep nests are refused as Lua refuses them, and long chains are no nests")
  func depth() throws {
    for (open, close) in [("(", ")"), ("{", "}"), ("a[", "]"), ("f(", ")"), ("-", ""), ("a..", "")] {
      let deep = String(repeating: open + " ", count: 20_000) + "1" + String(repeating: close, count: 20_000)
      #expect(throws: LuaSyntaxError.self, "\(open)") { try parse("return \(deep)") }
      let fine = String(repeating: open + " ", count: 150) + "1" + String(repeating: close, count: 150)
      _ = try LuaState().load("return \(fine)", name: "t")
      _ = try parse("return \(fine)")
    }
    #expect(throws: LuaSyntaxError.self) { try parse(String(repeating: "do ", count: 20_000)) }
    let links = String(repeating: ".a", count: 100_000)
    let chains = [
      "return 1" + String(repeating: " + a", count: 100_000), "a\(links).b()",
      "if a then " + String(repeating: "elseif a then ", count: 50_000) + "end",
    ]
    for chain in chains {
      let names = UsedNames(in: try parse(chain)).all
      #expect(!names.isEmpty)
    }
  }
}

/// The names that a tree uses, in the order of the text.
struct UsedNames {
  private(set) var all: [LuaSyntax.Name] = []

  init(in chunk: LuaSyntax.Chunk) {
    LuaSyntax.walk(chunk.body) { if case .name(let name) = $0.kind { all.append(name) } }
  }
}

extension LuaSyntax.Expression {
  /// The expression with all its brackets.
  var shown: String {
    switch kind {
    case .name(let name): name.text
    case .integer(let value): "\(value)"
    case .unary(let sign, let operand): "(\(sign) \(operand.shown))"
    case .operation(let first, let rest):
      "(" + first.shown + rest.map { " \($0.sign) \($0.operand.shown)" }.joined() + ")"
    case .parenthesized(let inner): inner.shown
    case .chain(let base, let suffixes):
      base.shown
        + suffixes.map { suffix in
          if case .field(let name) = suffix.kind { ".\(name)" } else { "?" }
        }.joined()
    default: "?"
    }
  }
}
