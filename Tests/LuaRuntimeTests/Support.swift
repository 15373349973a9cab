import LuaRuntime
import Testing

extension LuaState {
  /// Runs a chunk named `test.lua` and returns its results.
  func run(
    _ source: String,
    _ arguments: [LuaValue] = [],
    budget: LuaBudget = LuaBudget(instructions: 5_000_000)
  ) throws -> [LuaValue] {
    try call(load(source, name: "test.lua"), arguments, budget: budget)
  }

  /// Runs a chunk that must fail.
  func failure(of source: String, budget: LuaBudget = LuaBudget(instructions: 5_000_000)) -> LuaError? {
    do {
      _ = try run(source, budget: budget)
      return nil
    } catch {
      return error as? LuaError
    }
  }
}

/// An error with an identity.
final class Oops: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// What callbacks noted, in order.
actor Notes {
  var lines: [String] = []
  func add(_ line: String) { lines.append(line) }
}
