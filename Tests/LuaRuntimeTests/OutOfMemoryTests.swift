import LuaRuntime
import Testing

@Suite("out of memory")
struct OutOfMemoryTests {
  /// How an allocation fails.
  enum Shortage: CaseIterable, Sendable {
    /// The first try fails; Lua collects all garbage and tries again.
    case collects
    /// Both tries fail, and there is memory again.
    case once
    /// There is no memory from then on.
    case forGood

    var failures: Int {
      switch self {
      case .collects: 1
      case .once: 2
      case .forGood: 1 << 40
      }
    }
  }

  @Test(
    "whichever allocation fails, it is a memory fault or nothing, and the next call works",
    arguments: Deed.all,
    Shortage.allCases
  )
  func everyAllocation(_ deed: Deed, _ shortage: Shortage) async throws {
    let host = try HostileHost()
    let function = try host.state.load(deed.source, name: "test.lua")
    #expect(try await deed.body(host, function) == deed.expected)
    var faults = 0
    for allocation in 0..<2000 {
      host.state.collectGarbage()
      host.state.failAllocations(after: allocation, count: shortage.failures)
      let result = await result(of: deed, host, function)
      let failed = host.state.failAllocations(after: 0, count: 0) < shortage.failures
      switch result {
      case .success(let values): #expect(values == deed.expected, "allocation \(allocation)")
      case .failure(let error):
        faults += 1
        #expect(failed && error.code == .memory, "allocation \(allocation): \(error.code): \(error)")
      }
      #expect(try await deed.body(host, function) == deed.expected, "after allocation \(allocation)")
      if !failed { break }
      #expect(allocation < 1999, "it needs more allocations than are tried")
    }
    // Nearly all is well where Lua may try again; else there is no deed that needs no memory.
    #expect(shortage == .collects || faults > 0)
    #expect(host.state.referencedFunctions == 1, "only the one that is called is referred to")
  }

  private func result(
    of deed: Deed,
    _ host: HostileHost,
    _ function: LuaFunction
  ) async -> Result<[LuaValue], LuaError> {
    do throws(LuaError) {
      return .success(try await deed.body(host, function))
    } catch {
      return .failure(error)
    }
  }
}
