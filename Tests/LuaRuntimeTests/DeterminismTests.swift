import LuaRuntime
import Testing

@Suite("deterministic states")
struct DeterminismTests {
  private func makeState(seed: UInt64 = 1) throws -> LuaState {
    var configuration = LuaState.Configuration(now: { .seconds(946_684_800) })
    configuration.deterministic = true
    configuration.seed = seed
    return try LuaState(configuration)
  }

  @Test("pairs and next go by key: numbers, strings, then the rest by creation")
  func order() throws {
    let source = """
      local first, second = {}, function() end
      local t = {[second] = 1, b = 1, [3] = 1, a = 1, [1.5] = 1, [-2] = 1, [first] = 1, B = 1, [true] = 1, [print] = 1}
      local keys, again = {}, {}
      for k in pairs(t) do keys[#keys + 1] = tostring(k) end
      for k in next, t do again[#again + 1] = tostring(k) end
      assert(table.concat(keys) == table.concat(again))
      return table.concat(keys, ' ', 1, 7), keys[9] == tostring(first), keys[10] == tostring(second)
      """
    #expect(try makeState().run(source) == ["-2 1.5 3 B a b true", true, true])
  }

  @Test("pairs allows removal on the way and reads values late")
  func removal() throws {
    let source = """
      local t, seen = {a = 1, b = 2, c = 3, d = 4}, ''
      for k, v in pairs(t) do seen = seen .. k .. v if k == 'a' then t.b = nil t.c = 9 end t[k] = nil end
      return seen, next(t)
      """
    #expect(try makeState().run(source) == ["a1c9d4", .nil])
  }

  @Test("every run and state gives the same names, numbers and order")
  func same() throws {
    let source = """
      local t = {}
      for i = 1, 50 do t[{}] = i t['k' .. i] = i end
      local out = {tostring(t), tostring(print), tostring(function() end), string.format('%s', {}), math.random(1e9),
        tostring(coroutine.create(print)), os.time(), os.date('%c'), os.time({year = 2000, month = 1, day = 1})}
      for k, v in pairs(t) do out[#out + 1] = tostring(k) .. v end
      math.randomseed() out[#out + 1] = math.random(1e9)
      return table.concat(out, ' ')
      """
    let first = try makeState().run(source)
    #expect(try makeState().run(source) == first)
    #expect(try makeState(seed: 2).run(source) != first)
    #expect(try makeState().failure(of: "string.format('%p', {})")?.code == .runtime)
    #expect(try makeState().run("return os.time({year = 2000, month = 1, day = 1, hour = 0}) == os.time()") == [true])
  }
}
