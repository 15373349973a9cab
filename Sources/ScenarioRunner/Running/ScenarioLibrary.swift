import LuaRuntime
import TaskPolicy
import TaskScripting

/// The library that scenario files are written with, loaded into their Lua state.
struct ScenarioLibrary {
  /// One step of a file's plan.
  struct Step {
    enum Kind: String {
      case setup
      case it
      case teardown
    }

    var kind: Kind
    var test: ScenarioTest
    /// Why it is not run, if it is pending.
    var pending: String?
  }

  private let host: ScriptHost
  private let planner: LuaFunction
  /// Runs the step of an id: to be called in a coroutine.
  let runner: LuaFunction
  private let blockFailure: LuaFunction
  private let assertionNames: LuaFunction

  /// What the bootstrap puts together.
  private static let parts = [
    (PackageResources.values_lua, "[values]"),
    (PackageResources.assertions_lua, "[assertions]"),
    (PackageResources.scenario_lua, "[scenario]"),
  ]

  /// Loads the library and sets its globals.
  init(into host: ScriptHost, acts: PlannedActs) throws {
    self.host = host
    // The library takes this global away again.
    try host.lua.register(
      module: nil,
      [
        LuaNamedCallback("at") { [weak host] arguments in
          guard let host, case .function(let act) = arguments[1] else { return .none }
          guard let moment = Duration(luaSeconds: arguments[0]) else { return .value("that moment never comes") }
          return .value(acts.plan(act, at: moment, on: host).map { .string($0) } ?? .nil)
        }
      ]
    )
    let lua = host.lua
    let exports = try lua.setUp("scenario library") { () throws(LuaError) in
      let bootstrap = try lua.load(PackageResources.bootstrap_lua, name: "[bootstrap]")
      var parts: [LuaValue] = []
      for (source, name) in Self.parts { parts.append(.function(try lua.load(source, name: name))) }
      return try lua.call(bootstrap, parts)
    }
    let functions = exports.compactMap(\.function)
    guard functions.count == 4 else { throw LuaError(.misuse, "the scenario library is broken") }
    (planner, runner, blockFailure, assertionNames) = (functions[0], functions[1], functions[2], functions[3])
  }

  /// The assertions that `assert` knows, without the words that may stand before them.
  func assertions() throws -> [String] { try list(assertionNames).compactMap(\.text) }

  /// What to run of the file, in order.
  ///
  /// - Parameter selected: the tests to run; all of them if `nil`.
  func plan(_ selected: [ScenarioTest]? = nil, file: String) throws -> [Step] {
    let set = selected.map { LuaValue.table(Dictionary(uniqueKeysWithValues: $0.map { (.integer($0.id), true) })) }
    return try list(planner, set.map { [$0] } ?? []).compactMap { value in
      guard let kind = value[index: 1].text.flatMap(Step.Kind.init) else { return nil }
      return Step(kind: kind, test: test(value, file: file), pending: value[index: 6].text)
    }
  }

  /// Has the tests of a block not run whose setup was ended from outside.
  func blockFailed(_ id: Int64) throws {
    _ = try host.lua.call(blockFailure, [.integer(id)])
  }

  private func list(_ function: LuaFunction, _ arguments: [LuaValue] = []) throws -> [LuaValue] {
    try host.lua.call(function, arguments).first?.elements ?? []
  }

  private func test(_ step: LuaValue, file: String) -> ScenarioTest {
    let path = step[index: 3].elements?.compactMap(\.text) ?? []
    return ScenarioTest(
      id: step[index: 2].int ?? 0,
      path: path.isEmpty ? [""] : path,
      tags: step[index: 4].elements?.compactMap(\.text) ?? [],
      file: file,
      line: step[index: 5].int.map(Int.init)
    )
  }
}
