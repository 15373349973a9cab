import CHeap
import Foundation
import LuaRuntime
import Synchronization
import Testing

@Suite("leaks")
struct FaultLeakTests {
  /// How many faulting calls are made; `scripts/soak` makes a million, alone in its process.
  private static let asked = ProcessInfo.processInfo.environment["SWITCHYARD_FAULTS"].flatMap { Int($0) }

  /// What a call leaves alive is counted by what it was given to hold.
  private final class Held: Error, CustomStringConvertible {
    static let alive = Atomic(0)
    let description = "held"
    init() { Self.alive.add(1, ordering: .relaxed) }
    deinit { Self.alive.subtract(1, ordering: .relaxed) }
  }

  private static let sources = [
    "error('plain')", "error({})", "error()", "local x = nil; return x.y", "host.hold()",
    "local ok, e = pcall(host.hold) error(e, 0)", "host.take(function() end) error('x')",
    "local t = {} t.t = t return t", "return {function() end, coroutine.create(print)}", "while true do end",
    "while true do pcall(host.hold) end", "coroutine.wrap(function() error('x') end)()",
    "error(setmetatable({}, {__tostring = function() error('y') end}))", "pcall(string.rep, 'x', 1 << 30)",
    "local t = {} for i = 1, 1e6 do t[i] = {i} end", "require('nothing')", "local x <close> = 1",
    "return (json.decode('[1,'))", "host.object.fail(host.object)", "host.call(error)", "host.wait()",
  ]

  @Test("faulting calls leave nothing behind: not in Lua, not in the host, and no object of either")
  func calls() async throws {
    let state = try makeState()
    let functions = try Self.sources.map { try state.load($0, name: "test.lua") }
    let count = Self.asked ?? 20_000
    try await fault(functions, in: state, times: 2000)
    state.collectGarbage()
    let (lua, heap) = (state.memoryUsed, heap_bytes())
    try await fault(functions, in: state, times: count)
    state.collectGarbage()
    #expect(state.memoryUsed - lua <= 1024)
    #expect(state.referencedFunctions == functions.count)
    #expect(Held.alive.load(ordering: .relaxed) == 0)
    // The process's heap is its own only when no other test runs.
    if Self.asked != nil {
      let grown = heap_bytes() - heap
      print("\(count) faults: Lua's heap grew by \(state.memoryUsed - lua) bytes, the process's by \(grown)")
      // What the test's own library keeps; a leak of one byte in four calls would be as much in a million.
      #expect(grown <= 256 << 10)
    }
  }

  private func makeState() throws -> LuaState {
    var configuration = LuaState.Configuration()
    configuration.memoryLimit = 1 << 20
    let state = try LuaState(configuration)
    let type = LuaObjectType(
      name: "object",
      fields: ["name"],
      methods: [.init("fail", { _ in throw Held() })],
      get: { _, _ in throw Held() },
      describe: { _ in "" }
    )
    try state.define(type)
    try state.register(
      module: "host",
      [
        .init("hold", { _ in throw Held() }), .init("take", { _ in .none }),
        .init("wait", { _ in .wait { throw Held() } }),
        .init(
          "call",
          { [unowned state] arguments in
            guard let function = arguments[0].function else { return .none }
            return .values(try state.call(function, ["x"]))
          }
        ),
      ],
      frozen: false
    )
    _ = try state.run("host.object = ...", [.object(type.object(1))])
    return state
  }

  private func fault(_ functions: [LuaFunction], in state: LuaState, times: Int) async throws {
    let budget = LuaBudget(instructions: 2000)
    for n in 0..<times {
      let function = functions[n % functions.count]
      do {
        if n / functions.count % 2 == 0 {
          _ = try state.call(function, ["a", [1, 2, ["b": 3]]], budget: budget)
        } else {
          _ = try await state.makeCoroutine(function).run(["a"], budget: budget)
        }
        Issue.record("no fault: \(Self.sources[n % functions.count])")
      } catch {
        #expect(n % 97 != 0 || !error.message.isEmpty)
      }
      if n % 50 == 0 {
        #expect(throws: LuaError.self) { try state.load("return +", name: "test.lua") }
      }
    }
  }
}
