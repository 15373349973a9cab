import Synchronization
import TaskEngine
import TaskPolicy
import Testing

@Suite("Observing a policy's loads")
struct PolicyObserverTests {
  @Test("an observer is told what is in force, then each load")
  func replay() throws {
    let policy = try LuaPolicy("return { route = print, permission = print }")
    let observer = LoadObserver(policy)
    try policy.define("return {}", name: "q.lua")
    let later = LoadObserver(policy)
    let loads = observer.reports.compactMap { if case .loaded(let load) = $0 { load } else { nil } }
    #expect(loads.map(\.generation) == [1, 2])
    #expect(loads.map(\.file) == ["p.lua", "q.lua"])
    #expect(loads.map(\.functions) == [["permission", "route"], []])
    #expect(later.words == ["2"])
  }

  @Test("nothing is told before the first load, and nothing after the observation is released")
  func ends() throws {
    let policy = LuaPolicy()
    let observer = LoadObserver(policy)
    #expect(observer.reports.isEmpty)
    try policy.define("return {}")
    observer.stop()
    try policy.define("return {}")
    #expect(observer.words == ["1"])
  }

  @Test("a fault of a load that was asked for is thrown, not told")
  func thrown() throws {
    let policy = try LuaPolicy("return {}")
    let observer = LoadObserver(policy)
    #expect(throws: PolicyFault.self) { try policy.define("return 1") }
    #expect(observer.words == ["1"])
  }

  private final class Told: Sendable {
    let generations = Mutex<[Int]>([])
    let isDone = Atomic(false)
  }

  @Test("a load that comes while an observer is told what is in force is told after that")
  func oneAtATime() async throws {
    let policy = try LuaPolicy("return {}")
    let told = Told()
    let observation = policy.observeLoads { report in
      guard case .loaded(let load) = report else { return }
      if load.generation == 1 {
        Task.detached {
          try? policy.define("return {}")
          told.isDone.store(true, ordering: .releasing)
        }
        // Long enough for the load to be told in the midst of this, if it could be.
        let deadline = ContinuousClock.now + .milliseconds(200)
        while !told.isDone.load(ordering: .acquiring), ContinuousClock.now < deadline {}
      }
      told.generations.withLock { $0.append(load.generation) }
    }
    try await eventually("both are told") { told.generations.withLock { $0.count } == 2 }
    #expect(told.generations.withLock { $0 } == [1, 2])
    withExtendedLifetime(observation) {}
  }
}
