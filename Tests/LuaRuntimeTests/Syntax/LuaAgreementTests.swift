import FoundationEssentials
import LuaRuntime
import Testing

@Suite("The parser and Lua agree on what is Lua")
struct LuaAgreementTests {
  /// Every Lua file of the project.
  private static let files: [String] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    return ["Sources", "Tests", "examples"].flatMap { folder in
      let paths = (try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
      return paths.filter { $0.hasSuffix(".lua") && !$0.contains(".build/") }.map { "\(root)/\(folder)/\($0)" }
    }.sorted()
  }()

  private static func text(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

  @Test("every Lua file of the project that Lua compiles can be read")
  func ownFiles() throws {
    let state = try LuaState()
    var read = 0
    for path in Self.files {
      let text = try Self.text(path)
      guard (try? state.load(text, name: path)) != nil else { continue }
      #expect(throws: Never.self, "\(path)") { try LuaParser.parse(text) }
      read += 1
    }
    #expect(read > 12)
  }

  static let edges = [
    "goto a ::a::", "::a:: ::b::", "while true do break end", "for i = 1, 2, 3 do end", "for k in next, {} do end",
    "local a <const> = 1", "local a <close> = nil", "local a<const>, b = 1, 2", "local function f(...) return ... end",
    "return", "return;", "return 1, 2;", ";;;", "f{}", "f''", "f[[]]", "a.b.c:d{}.e[1]()()", "('x'):rep(3)", "(f)()",
    "a.b[c].d = 1", "a, b.c, d[1] = 1", "(a).b = 1", "local t = {1, 2; 3, a = 1, [2] = 3,}",
    "local t = {f = f, f == f}",
    "local x = {a.b}", "x = function() end", "function a.b.c:d(...) end", "function a(b, c, ...) end",
    "repeat local x until x", "if a then elseif b then else end", "do end", "--", "--[==[ ]] ]==]", "--[=", "-- [[ x",
    "return ...", "return -x^2, not not a, #a, ~a", "a = b\n(c)()", "return a//b>>c<<d~e|f&g", "local goto_ = 1",
    "x = 1 y = 2", "a.and_ = 1", "return 'x' .. 1 .. [[y]]", "return 1 .. 2", "local _ENV = {} x = 1",
    "f(function() end)",
  ]

  static let mistakes = [
    "goto", "::a", "local a <foo> = 1", "a", "a.b", "f() = 1", "(a) = 1", "a, f() = 1", "a:b = 1", "a.1", "a.end",
    "x = ",
    "x = = 1", "return return", "return 1 x = 1", "local", "local 1", "local function a.b() end", "function() end",
    "function a:b.c() end", "function a:b:c() end", "function f(a,) end", "function f(..., a) end", "function f(1) end",
    "for i do end", "for i = 1 do end", "for i, j = 1, 2 do end", "for i in do end", "if a", "if a then", "while a end",
    "repeat", "do", "end", "else", "until x", "{}", "'x':rep(1)", "'x'()", "return {1 2}", "return {[1]}",
    "return {a = }",
    "return (1", "return f(1", "return a[1", "return not", "return 1 +", "return ..", "a.b:c", "a:b.c()", "x = }",
    "function f() return ... end", "return function(a) return ... end", "local a <const", "local x <close> y", "=1",
    "return ,1", "return 1,", "a = 1,", ",", "goto 1", "f(,)", "f(a,)", "break.x = 1", "and = 1", "x.nil = 1",
  ]

  @Test("what the grammar allows", arguments: edges)
  func accepted(source: String) throws {
    _ = try LuaState().load(source, name: "t")
    _ = try LuaParser.parse(Array(source.utf8))
  }

  @Test("what it does not", arguments: mistakes)
  func refused(source: String) throws {
    #expect(throws: LuaError.self) { try LuaState().load(source, name: "t") }
    #expect(throws: LuaSyntaxError.self) { try LuaParser.parse(Array(source.utf8)) }
  }

  /// What Lua finds only after the grammar: the parser need not.
  private static let later = [
    "no visible label", "label '", "attempt to assign to const", "break outside loop", "too many",
    "jumps into the scope",
    "multiple to-be-closed", "function or expression needs", "limit of", "control structure too long",
    "C stack overflow",
    "upvalues (limit",
  ]

  @Test("on twenty thousand texts, made by putting words of the project's Lua in other places")
  func mutated() throws {
    var generator = SplitMix(state: 20_000)
    let state = try LuaState(LuaState.Configuration())
    let sources = try Self.files.map { String(decoding: try Self.text($0), as: UTF8.self) } + Self.edges
    var words = sources.flatMap { $0.split(separator: " ").prefix(200).map(String.init) }
    words += [
      "::", "goto", "<const>", "...", "..", "~", "//", ">>", "]]", "[==[", "--", "--[[", "end", "until", "(", ")", "{",
      "}",
      "0x1p-3", "'", "\"", "\\", "\n", "=", "==", "function", "return", ",", ";", "local", ":", ".", "[", "]", "#",
      "not",
    ]
    var refused = 0
    for _ in 0..<20_000 {
      var pieces = sources[Int.random(in: sources.indices, using: &generator)].split(
        separator: " ",
        maxSplits: 400,
        omittingEmptySubsequences: false
      ).map(String.init)
      let start = Int.random(in: pieces.indices, using: &generator)
      pieces = Array(pieces[start...].prefix(Int.random(in: 1...40, using: &generator)))
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        pieces.insert(
          words[Int.random(in: words.indices, using: &generator)],
          at: Int.random(in: 0...pieces.count, using: &generator)
        )
      }
      let text = Array(pieces.joined(separator: " ").utf8)
      let complaint = Result { try state.load(text, name: "t") }.failureText
      let own = Result { try LuaParser.parse(text) }.failureText
      if let complaint {
        refused += 1
        guard !Self.later.contains(where: complaint.contains) else { continue }
        #expect(own != nil, "Lua says \(complaint) of:\n\(String(decoding: text, as: UTF8.self))")
      } else {
        #expect(own == nil, "Lua takes, but \(own ?? "") for:\n\(String(decoding: text, as: UTF8.self))")
      }
    }
    // Both kinds of texts were tried, many of each.
    #expect(refused > 5_000 && refused < 19_500, "\(refused)")
  }
}

extension Result {
  fileprivate var failureText: String? {
    if case .failure(let error) = self { "\(error)" } else { nil }
  }
}

/// Steele, Lea and Flood's generator: the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
