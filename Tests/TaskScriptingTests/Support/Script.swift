import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import TaskScripting
import TaskSimulation

/// A script's host in virtual time.
struct Script: Sendable {
  let host: ScriptHost
  let simulation: Simulation
  let prints: Prints

  /// What was printed, with its line.
  final class Prints: Sendable {
    private let all = Mutex<[String]>([])
    var lines: [String] { all.withLock { $0 } }
    func add(_ print: LuaPrint) { all.withLock { $0.append("\(print.source):\(print.line): \(print.text)") } }
  }

  init(policy source: String? = nil, folder: String = "/nonexistent", seed: UInt64? = nil) throws {
    let prints = Prints()
    let simulation = Simulation(seed: seed)
    let time = ScriptTime.virtual(simulation)
    let environment = PolicyEnvironment(now: time.wallClock, isDeterministic: true, onPrint: prints.add)
    let policy = LuaPolicy(limits: .untimed, environment: environment)
    if let source { try policy.define(source, name: "p.lua") }
    var configuration = ScriptHost.Configuration(folder: folder, shownFolder: folder + "/", onPrint: prints.add)
    configuration.isDeterministic = true
    configuration.seed = seed ?? 0
    configuration.budget = LuaBudget(instructions: 50_000_000)
    host = try ScriptHost(configuration, world: ScriptWorld.standard(time: time, policy: policy))
    self.simulation = simulation
    self.prints = prints
  }

  /// Runs a script named `s.lua` to its end.
  @discardableResult
  func run(_ source: String) throws -> [LuaValue] {
    try live { try await host.run(Array(source.utf8), name: "s.lua") }.map(\.asLuaCompares)
  }

  /// What a line typed shows.
  func evaluate(_ line: String) throws -> String? {
    try live { try await host.evaluate(line, name: "stdin") }
  }

  /// Lets everything happen that `body` waits for.
  func live<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
    host.waits.reset()
    return try simulation.run(
      timeLimit: .seconds(30),
      onStuck: { _ in host.waits.fail("nothing is left that could happen") },
      body
    )
  }

  /// Ends everything.
  func end() throws {
    let world = host.world
    try simulation.run(timeLimit: .seconds(30)) { await world.manager.shutdown() }
    simulation.tearDown()
  }
}

extension LuaValue {
  /// A whole number is the same to Lua whether it is written as a float or not.
  fileprivate var asLuaCompares: LuaValue { int.map { .integer($0) } ?? self }
}

/// Runs a script in a world of its own; what it returns.
@discardableResult
func script(_ source: String, policy: String? = nil) throws -> [LuaValue] {
  let script = try Script(policy: policy)
  let values = Result { try script.run(source) }
  try script.end()
  return try values.get()
}

/// The error that a script in a world of its own ends with, as text.
func scriptError(_ source: String, policy: String? = nil) throws -> String {
  do {
    let values = try script(source, policy: policy)
    return "no error, but \(values)"
  } catch let error as LuaError {
    return error.description
  }
}
