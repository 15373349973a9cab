import ScenarioRunner
import Testing

@Suite("Scenarios that would never end")
struct LivelockTests {
  @Test(
    "a loop that waits while the clock stands still is ended where it waits",
    arguments: [
      "while true do advance(0) end",
      "local t = tasks.start('echo') while true do t:wait() end",
      "tools.define('t', function() while true do sleep(0) end end)\n tasks.start('t'):wait()",
    ]
  )
  func livelock(body: String) async throws {
    var options = ScenarioOptions()
    // It is not the real time that ends them.
    options.timeLimit = .seconds(120)
    let report = try await scenario(
      "it('a', function() \n \(body) end)\nit('b', function() advance(1) end)",
      options: options
    )
    let result = try #require(report.results.first)
    #expect(result.status == .error && result.message?.contains("the clock stands still at 0 s") == true, "\(result)")
    #expect(result.line == (body.contains("\n") ? 3 : 2))
    #expect(report.results.last?.status == .passed)
  }
}
