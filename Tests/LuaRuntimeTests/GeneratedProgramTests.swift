import Foundation
import LuaRuntime
import Testing

@Suite("generated programs")
struct GeneratedProgramTests {
  private static let environment = ProcessInfo.processInfo.environment
  /// `SWITCHYARD_SEED=17` does again what was done for that seed.
  private static let seed = environment["SWITCHYARD_SEED"].flatMap { UInt64($0) }
  private static let seconds = environment["SWITCHYARD_FUZZ_SECONDS"].flatMap { Double($0) }

  @Test("whatever program runs and whatever is handed over, the limits hold and the state goes on working")
  func programs() async throws {
    let first = Self.seed ?? (Self.seconds == nil ? 1 : UInt64.random(in: 0..<1 << 40))
    let began = Date()
    var seed = first
    repeat {
      do {
        var play = try Play(seed: seed)
        try await play.run()
      } catch {
        Issue.record("seed \(seed): \(error)")
        return
      }
      seed += 1
    } while Self.seed == nil && (Self.seconds.map { Date().timeIntervalSince(began) < $0 } ?? (seed < first + 150))
    print("\(seed - first) programs from seed \(first)")
  }
}

/// What is done for one seed: a state, some programs in it, and values, functions and coroutines that cross.
private struct Play {
  struct Broken: Error, CustomStringConvertible { let description: String }

  private var dice: Dice
  private let host: HostileHost
  private let memory: Int
  private let budget: LuaBudget
  /// Functions that came out and are kept for a while.
  private var kept: [LuaFunction] = []

  init(seed: UInt64) throws {
    dice = Dice(seed: seed)
    memory = dice.pick([1 << 20, 4 << 20])
    budget = LuaBudget(instructions: dice.pick([500, 5000, 50_000]))
    host = try HostileHost(memory: memory, deterministic: dice.chance(1, in: 2))
  }

  mutating func run() async throws {
    for _ in 0..<4 {
      try crossing()
      try await program()
      if kept.count > 3 { kept.removeFirst(dice.roll(kept.count)) }
    }
    kept = []
    host.state.collectGarbage()
    try check(host.state.referencedFunctions == 0, "functions are still referred to")
    try check(host.state.memoryUsed < memory / 2, "\(host.state.memoryUsed) bytes are kept")
  }

  /// Values come back as they went in, also through JSON where they have such a form.
  private mutating func crossing() throws {
    let values = (0..<3).map { _ in dice.value() }
    try check(try host.state.run("return ...", values) == values, "\(values) did not come back")
    guard let text = try? LuaValue.array(values).jsonText() else { return }
    let back = try host.state.run("return json.encode(json.decode(...))", [.string(LuaString(bytes: text))])
    let again = try host.state.run("return json.encode(...)", [.json(text)])
    try check(back == again, "\(LuaString(bytes: text)) is another JSON text afterwards")
  }

  private mutating func program() async throws {
    var generator = ProgramGenerator(dice: dice)
    let text = generator.program()
    dice = generator.dice
    let function: LuaFunction
    do {
      function = try host.state.load(text, name: "generated.lua")
    } catch {
      throw Broken(description: "this is no Lua: \(error)\n\(text)")
    }
    let arguments = (0..<3).map { _ in dice.value() } + kept.prefix(2).map { .function($0) } + [.object(host.object)]
    try await call(function, arguments)
    for other in kept.shuffled(using: &dice).prefix(2) { try await call(other, [dice.value(), dice.value()]) }
  }

  private mutating func call(_ function: LuaFunction, _ arguments: [LuaValue]) async throws {
    do throws(LuaError) {
      let values: [LuaValue]
      if dice.chance(1, in: 2) {
        values = try host.state.call(function, arguments, budget: budget, scopedObjects: dice.chance(1, in: 2))
      } else {
        let coroutine = host.state.makeCoroutine(function)
        if dice.chance(1, in: 5) { coroutine.cancel(waitsOnly: dice.chance(1, in: 2)) }
        values = try await coroutine.run(arguments, budget: budget)
      }
      kept += values.compactMap(\.function)
    } catch {
      let ordinary: Set<LuaError.Code> = [.runtime, .instructionBudget, .memory, .valueTooLarge, .cancelled]
      try check(ordinary.contains(error.code), "it ended in \(error.code): \(error)")
    }
    let cost = host.state.lastCost
    // The first hook event comes when the budget may have gone twice: once by instructions and once by work in C.
    try check(cost <= 2 * (budget.instructions ?? 0) + 100, "it cost \(cost) instructions of \(budget)")
    try check(host.state.memoryUsed <= memory, "it took \(host.state.memoryUsed) bytes of \(memory)")
    try check(try host.state.run("return 7, ('x'):rep(3)") == [7, "xxx"], "the next call does not work")
  }

  private func check(_ holds: @autoclosure () throws -> Bool, _ what: @autoclosure () -> String) throws {
    if try !holds() { throw Broken(description: what()) }
  }
}
