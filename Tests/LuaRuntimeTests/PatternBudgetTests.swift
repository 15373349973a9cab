import CLuaShims
import LuaRuntime
import PatternOracle
import Testing

@Suite("what matching costs")
struct PatternBudgetTests {
  /// Runs Lua text after other Lua text that prepared global variables; what it ended with, and the instructions that
  /// were counted.
  func run(_ source: String, after preparation: String, budget: Int64) throws -> (status: UInt32, spent: Int64) {
    let oracle = try #require(po_new())
    defer { po_free(oracle) }
    var spent: Int64 = 0
    #expect(po_run(oracle, preparation, 10_000_000, &spent) == 0)
    let status = po_run(oracle, source, budget, &spent)
    return (UInt32(status), spent)
  }

  @Test(
    "no pattern runs past its budget",
    arguments: [
      ("s, p = ('a'):rep(50), ('a*'):rep(6) .. 'b'", "s:find(p)"),
      ("s, p = ('a'):rep(50), '^' .. ('a*'):rep(20) .. 'b'", "s:match(p)"),
      ("s, p = ('a'):rep(50), ('a-'):rep(8) .. 'b'", "s:find(p)"),
      ("s, p = ('a'):rep(60), ('a?'):rep(60) .. ('a'):rep(60) .. 'b'", "s:find(p)"),
      ("s, p = ('a'):rep(50), ('(a*)'):rep(8) .. 'b'", "s:find(p)"),
      ("s, p = ('a'):rep(50), ('('):rep(30) .. 'a*a*a*a*' .. (')'):rep(30) .. 'b'", "s:find(p)"),
      ("s, p = ('a'):rep(50), ('(.-)'):rep(8) .. '%1b'", "s:find(p)"),
      ("s, p = ('a'):rep(50), ('[%w_]+'):rep(8) .. 'b'", "s:find(p)"),
      ("s = ('a'):rep(100000)", "s:find('a*b')"),
      ("s = ('a'):rep(100000)", "s:find('.-b')"),
      ("s = ('('):rep(100000)", "s:find('%b()')"),
      ("s = ('('):rep(30000)", "s:find('.-%b()x')"),
      ("s, p = ('('):rep(50) .. (')'):rep(50), '%b()%b()'", "s:find(p)"),
      ("s, p = ('a'):rep(100000), ('%f[a]a*'):rep(3) .. 'b'", "s:find(p)"),
      ("s, p = ('a '):rep(100000), '%f[' .. ('b'):rep(10000) .. 'a]a%f[^a].-x'", "s:find(p)"),
      ("s, p = ('a'):rep(100000), '[' .. ('b'):rep(10000) .. ']'", "s:find(p)"),
      ("s, p = ('a'):rep(100000), '[' .. ('b'):rep(10000) .. ']?b'", "s:find(p)"),
      ("s, p = ('b'):rep(100000), '[' .. ('a'):rep(10000) .. 'b]*c'", "s:find(p)"),
      ("s, p = ('b'):rep(100000), '[' .. ('a'):rep(10000) .. 'b]-c'", "s:find(p)"),
      ("p = '[' .. ('b'):rep(1000000)", "pcall(string.match, 'x', p)"),
      ("s = ('a'):rep(20000)", "s:find('(a*)%1b')"),
      ("s = ('a'):rep(20000)", "s:find('(a-)%1%1b')"),
      ("s, p = ('a'):rep(100000), ('a'):rep(50000) .. 'b'", "s:find(p, 1, true)"),
      ("s, p = ('a'):rep(100000), ('a'):rep(50000) .. 'ba'", "s:find(p)"),
      ("s = ('a'):rep(100000)", "for _ in s:gmatch('a-b') do end"),
      ("s = ('a'):rep(100000)", "for _ in s:gmatch('()') do end"),
      ("s = ('a'):rep(100000)", "s:gsub('a-b', '')"),
      ("s, r = ('a'):rep(1000), ('%1'):rep(10000)", "s:gsub('', r)"),
      ("s = ('a'):rep(100000)", "s:gsub('.', {})"),
      ("s = ('a'):rep(100000)", "s:gsub('.', function() end)"),
      ("s = ('a'):rep(100000)", "s:gsub('.', string.len)"),
      ("s, p = ('a'):rep(50), ('a*'):rep(6) .. 'b'", "s:gsub('.', function() s:find(p) end)"),
      ("s, p = ('a'):rep(50), ('a*'):rep(6) .. 'b'", "coroutine.wrap(function() s:find(p) end)()"),
      // Errors and what catches them do not make it free.
      ("s, p = ('a'):rep(50), ('a*'):rep(6) .. 'b'", "pcall(string.find, s, p)"),
      ("s = ('a'):rep(400)", "pcall(string.find, s, 'a*a*[')"),
      ("s = ('a'):rep(400)", "pcall(string.gsub, s, 'a-b?%', '')"),
      ("s = ('a'):rep(400) .. 'b'", "pcall(string.match, s, 'a*b(')"),
      ("s = ('a'):rep(400) .. 'b'", "pcall(string.gsub, s, 'a-b', '%2')"),
      ("s = ('a'):rep(400) .. 'b'", "pcall(string.gsub, s, 'a-b', error)"),
    ]
  )
  func bounded(_ preparation: String, _ source: String) throws {
    for budget: Int64 in [1_000, 20_000, 200_000] {
      let (status, spent) = try run("while true do \(source) end", after: preparation, budget: budget)
      #expect(status == SY_INSTRUCTIONS.rawValue)
      // Lua's own instructions are counted by the thousand.
      #expect(spent <= budget + 1_000, "budget \(budget), spent \(spent)")
    }
  }

  @Test(
    "a match costs what it looks at",
    arguments: [
      // A megabyte and a plain text that is not in it: 32 bytes an instruction.
      ("s:find('needle', 1, true)", 32_768...32_900),
      ("s:find('needle')", 32_768...32_900),
      ("s:find('x%d')", 32_700...32_900),
      // A character that is looked at is a step, four steps are an instruction.
      ("s:find('%d')", 262_144...262_600),
      ("s:find('^%l*')", 262_144...262_600),
      ("s:find('^%l-b')", 262_144...262_600),
      // Twice, when a repetition is taken back.
      ("s:find('^%l*b')", 524_288...525_000),
      ("nested:find('%b()')", 25_000...25_050),
      // A set costs by its length, too; it is gone over for its end, and for a character.
      ("s:find('^[a-z]*')", 425_984...426_500),
      ("s:match(set)", 1_200...1_250),
      ("s:match(frontier)", 625...1_000),
      // Half a megabyte is given back by steps of two items, then compared, and captured.
      ("s:find('^(.*)%1')", 303_000...304_500),
      // What is captured is copied: 32 bytes an instruction, and 64 to allocate them; a large block costs, too.
      ("s:match('.*')", 49_152...50_500),
      // And so is what gsub makes.
      ("('a'):gsub('a', s)", 90_000...110_000),
      ("('a'):gsub('a', ('%0'):rep(10000))", 5_000...7_000),
      ("('a'):rep(1000):gsub('a', '')", 1_400...1_800),
      ("('a'):rep(1000):gsub('a', {})", 1_600...2_200),
      // What was taken before an error is to be paid, whoever raises it.
      ("for _ = 1, 100 do pcall(string.find, some, 'a*[') end", 10_000...12_000),
      ("for _ = 1, 100 do pcall(string.gsub, some, 'a-b', error) end", 11_000...13_000),
      ("for _ = 1, 100 do pcall(string.gsub, some, 'a-b', failing) end", 11_000...13_000),
      // What comes first is found at once.
      ("s:find('.*$')", 0...50),
      ("s:find('a')", 0...50),
      ("s:find('x', #s)", 0...50),
      ("('git push --force'):match('^git%s+(%w+)')", 0...50),
    ]
  )
  func linear(_ source: String, _ range: ClosedRange<Int64>) throws {
    let preparation = """
      s, set, nested = ('a'):rep(1 << 20), '[' .. ('b'):rep(10000) .. 'a]', ('('):rep(50000) .. (')'):rep(50000)
      frontier, some, failing = '%f' .. set, ('a'):rep(400) .. 'b', setmetatable({}, {__index = error})
      """
    let (status, spent) = try run(source, after: preparation, budget: 10_000_000)
    #expect(status == SY_OK.rawValue)
    #expect(range.contains(spent), "spent \(spent)")
  }

  @Test("a match ends when it is interrupted, and when its time is over")
  func ended() throws {
    let state = try LuaState()
    try state.register(
      module: nil,
      [
        .init(
          "interrupt",
          { [unowned state] _ in
            state.interrupt()
            return .none
          }
        )
      ]
    )
    let bomb = "local s, p = ('a'):rep(1000), ('a*'):rep(50) .. 'b'"
    #expect(state.failure(of: "\(bomb) interrupt() s:find(p)", budget: .unlimited)?.code == .interrupted)
    let time = LuaBudget(time: .milliseconds(5))
    for source in ["s:find(p)", "pcall(s.find, s, p)", "s:gsub(p, '')", "for _ in s:gmatch(p) do end"] {
      #expect(state.failure(of: "\(bomb) \(source)", budget: time)?.code == .timeBudget)
    }
    #expect(try state.run("return ('ab'):find('b')") == [2, 2])
  }
}
