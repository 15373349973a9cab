import LuaRuntime
import Testing

@Suite("pattern functions")
struct PatternTests {
  @Test(
    "what the reference manual says of them holds",
    arguments: [
      ("string.gsub('hello world', '(%w+)', '%1 %1')", ["hello hello world world", 2]),
      ("string.gsub('hello world', '%w+', '%0 %0', 1)", ["hello hello world", 1]),
      ("string.gsub('hello world from Lua', '(%w+)%s*(%w+)', '%2 %1')", ["world hello Lua from", 2]),
      ("string.gsub('4+5 = $return 4+5$', '%$(.-)%$', function(s) return load(s)() end)", ["4+5 = 9", 1]),
      ("string.gsub('$name-$version.tar', '%$(%w+)', {name = 'lua', version = '5.4'})", ["lua-5.4.tar", 2]),
      ("string.find('flaaap', '()aa()')", [3, 4, 3, 5]),
      ("string.match('[[x]] [y]', '%b[]')", ["[[x]]"]),
      ("string.find('THE (quick) fox', '%f[%a]%a+%f[%A]', 4)", [6, 10]),
      ("string.match([[a 'b\"c' d]], \"(['\\\"])(.-)%1\")", ["'", "b\"c"]),
      ("string.gsub('abc', '%w', '%0', 0)", ["abc", 0]),
      ("string.gsub('abc', '', '-')", ["-a-b-c-", 4]),
      ("string.find('a.b', '.', 2, true)", [2, 2]),
      ("string.find('', '', 10)", [.nil]),
      ("('x'):rep(3):gmatch('^x')()", []),
      ("string.find('a\\0b', '[%z]')", [2, 2]),
      // Not in the manual: the range takes the first '%', so that the second escapes the bracket that ends the set.
      ("string.find('a]', '[x-%%]')", [2, 2]),
    ] as [(String, [LuaValue])]
  )
  func manual(_ source: String, _ expected: [LuaValue]) throws {
    #expect(try LuaState().run("return \(source)") == expected)
  }

  @Test(
    "an error names the place and the function",
    arguments: [
      ("string.find('a', '%')", "malformed pattern (ends with '%')"),
      ("string.find('a', '[a')", "malformed pattern (missing ']')"),
      ("string.find('a', '%f')", "missing '[' after '%f' in pattern"),
      ("string.find('a', '%b')", "malformed pattern (missing arguments to '%b')"),
      ("string.find('a', '%1')", "invalid capture index %1"),
      ("string.match('a', ')')", "invalid pattern capture"),
      ("string.match('a', '(')", "unfinished capture"),
      ("string.match('a', ('()'):rep(33))", "too many captures"),
      ("string.match(('a'):rep(300), ('a?'):rep(300))", "pattern too complex"),
      ("string.gsub('a', 'a', '%x')", "invalid use of '%' in replacement string"),
      ("string.gsub('a', 'a', '%2')", "invalid capture index %2"),
      ("string.gsub('a', 'a', function() return {} end)", "invalid replacement value (a table)"),
      ("string.gsub('a', 'a')", "bad argument #3 to 'gsub' (string/function/table expected, got no value)"),
      ("string.find()", "bad argument #1 to 'find' (string expected, got no value)"),
      ("string.gmatch('a', {})", "bad argument #2 to 'gmatch' (string expected, got table)"),
      ("('a'):find({})", "bad argument #1 to 'find' (string expected, got table)"),
      ("('a'):match('a', 1.5)", "bad argument #2 to 'match' (number has no integer representation)"),
    ]
  )
  func errors(_ source: String, _ message: String) throws {
    let error = try LuaState().failure(of: "\n\(source)")
    #expect(error?.message == message)
    #expect(error?.source == "test.lua")
    #expect(error?.line == 2)
  }

  @Test(
    "what gsub makes is held to the memory limit",
    arguments: [
      "(('x'):rep(100000):gsub('x', ('y'):rep(1000)))",
      "pcall(string.gsub, ('x'):rep(100000), 'x', ('y'):rep(1000))",
      "(('x'):rep(100000):gsub('x', function() return ('y'):rep(1000) end))",
      "(('x'):rep(100000):gsub('', ('%0'):rep(10) .. ('y'):rep(100)))",
    ]
  )
  func memory(_ source: String) throws {
    var configuration = LuaState.Configuration()
    configuration.memoryLimit = 2 << 20
    let state = try LuaState(configuration)
    #expect(state.failure(of: "return \(source)", budget: .unlimited)?.code == .memory)
    #expect(try state.run("return (('ab'):rep(100000):gsub('a', 'c')):sub(1, 3)") == ["cbc"])
    #expect(state.memoryUsed <= 2 << 20)
  }

  @Test("garbage does not make gsub fail")
  func garbage() throws {
    var configuration = LuaState.Configuration()
    configuration.memoryLimit = 4 << 20
    let state = try LuaState(configuration)
    _ = try state.run("kept, s = ('k'):rep(1000000), ('x'):rep(512577)")
    let source = """
      for _ = 1, 100 do
        local garbage = {}
        for i = 1, 5000 do garbage[i] = {i} end
        assert(#s:gsub('^x', 'yy') == 512578)
      end
      """
    _ = try state.run(source, budget: .unlimited)
  }

  @Test("a callback may use the same functions, and may fail")
  func nested() throws {
    let source = """
      local out = ('a(b(c))'):gsub('%b()', function(s) return '<' .. s:sub(2, -2):gsub('%w', string.upper) .. '>' end)
      local ok, message = pcall(string.gsub, 'abc', 'b', function() error({code = 7}) end)
      local step = ('abc'):gmatch('.')
      local all = ''
      for c in step do all = all .. c .. (step() or '-') end
      return out, ok, message.code, all, step()
      """
    #expect(try LuaState().run(source) == ["a<B(C)>", false, 7, "abc-"])
  }
}
