import LuaRuntime
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("hostile scripts")
struct HostileTests {
  /// What the collector may keep of a finished script: its own tables do not shrink to the byte.
  private static let slack = 4096
  /// Processor time past the limit. A guard against work that nothing counts, not a measurement: sanitizers are slow.
  private static let patience = Duration.seconds(3)

  @Test("there are scripts, and each says what it expects")
  func corpus() {
    #expect(HostileScript.all.count >= 120)
    for script in HostileScript.all { #expect(!script.ends.isEmpty, "\(script.name)") }
  }

  @Test(
    "a script ends in its fault within its budget, leaves nothing behind, and the next call works",
    arguments: HostileScript.all,
    [false, true]
  )
  func plain(_ script: HostileScript, deterministic: Bool) async throws {
    let host = try HostileHost(memory: script.memory, deterministic: deterministic)
    try await check(script, in: host) { function in
      let began = processorTime()
      defer {
        let took = processorTime() - began
        #expect(took <= (script.budget.time ?? .zero) + Self.patience, "it took \(took) of processor time")
      }
      do throws(LuaError) {
        _ = try host.state.call(function, budget: script.budget)
        return nil
      } catch {
        return error
      }
    }
  }

  @Test("a script in a coroutine of the host ends the same way", arguments: HostileScript.all)
  func coroutine(_ script: HostileScript) async throws {
    let host = try HostileHost(memory: script.memory)
    try await check(script, in: host) { function in
      do throws(LuaError) {
        _ = try await host.state.makeCoroutine(function).run(budget: script.budget)
        return nil
      } catch {
        return error
      }
    }
  }

  private func check(
    _ script: HostileScript,
    in host: HostileHost,
    _ run: (LuaFunction) async -> LuaError?
  ) async throws {
    let before = try host.surroundings()
    host.state.collectGarbage()
    let memory = host.state.memoryUsed
    do {
      let function = try host.state.load(script.text, name: "test.lua")
      for _ in 0..<2 {  // a state that was hurt the first time shows it the second
        let error = await run(function)
        let cost = host.state.lastCost
        #expect(
          script.expects(error),
          "it ended in \(error.map { "\($0.code): \($0.message.prefix(200))" } ?? "nothing")"
        )
        #expect(cost <= 2 * (script.budget.instructions ?? 0), "it cost \(cost) instructions")
        #expect(try host.surroundings() == before)
      }
    }
    host.state.collectGarbage()
    let left = host.state.memoryUsed - memory
    #expect(left <= Self.slack, "\(left) bytes stayed")
    #expect(host.state.referencedFunctions == 0)
  }
}

private func processorTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
