import ScenarioRunner
import Testing

@Suite("The same seed gives the same run")
struct DeterminismTests {
  /// Fails with its event log as the message, so that it can be compared.
  private let text = """
    policy.define [[return { route = function(r)
      return { kind = math.random(2) == 1 and "background" or "foreground", concurrency = { all = 3 } }
    end }]]
    tools.define("lua", function(input) for i = 1, input.n do sleep(math.random()) end return math.random(1000) end)
    it("a", function()
      for i = 1, 12 do tasks.start("lua", { n = i % 4 }) end
      advance(1.5)
      for _, t in ipairs(tasks.list_running()) do t:cancel() end
      tasks.wait_for_idle()
      local lines = { tostring({}), tostring(print) }
      for i, e in ipairs(tasks.events()) do lines[#lines + 1] = json.encode(e) end
      for k, v in pairs { c = 1, a = 2, b = 3 } do lines[#lines + 1] = k end
      error(table.concat(lines, "\\n"))
    end)
    """

  private func message(_ seed: UInt64?) async throws -> String {
    var options = ScenarioOptions()
    options.seed = seed
    return try #require(try await scenario(text, options: options).results.first?.message)
  }

  @Test("byte for byte", arguments: [nil, 1, 2, 42] as [UInt64?])
  func same(seed: UInt64?) async throws {
    let first = try await message(seed)
    #expect(first.contains("completed") && first.contains("cancelled"))
    for _ in 1...3 { #expect(try await message(seed) == first) }
  }

  @Test("another seed gives another run")
  func other() async throws {
    let (one, two) = (try await message(1), try await message(2))
    #expect(one != two)
  }

  @Test("a policy's random choices follow the seed too")
  func policy() async throws {
    let text = """
      policy.define "return { route = function() return { reason = tostring(math.random(1000000)) } end }"
      it("a", function() error(tasks.start("echo"):explain()[1].reason) end)
      """
    var reasons: Set<String> = []
    for seed in 1...5 {
      var options = ScenarioOptions()
      options.seed = UInt64(seed)
      reasons.insert(try #require(try await scenario(text, options: options).results.first?.message))
    }
    #expect(reasons.count > 1)
  }
}
