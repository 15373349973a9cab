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
    var id: Int64
    var test: ScenarioTest
    /// Why it is not run, if it is pending.
    var pending: String?
  }

  private let host: ScriptHost
  private let functions: LuaValue

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
    let bootstrap = try host.lua.load(PackageResources.bootstrap_lua, name: "[bootstrap]")
    let parts = try Self.parts.map { LuaValue.function(try host.lua.load($0, name: $1)) }
    functions = try host.lua.call(bootstrap, parts).first ?? .nil
    guard case .function(let run) = functions["run"] else { throw LuaError(.misuse, "the scenario library is broken") }
    runner = run
  }

  /// The assertions that `assert` knows, without the words that may stand before them.
  var assertions: [String] { functions["assertions"].elements?.compactMap(\.text) ?? [] }

  /// All tests that the file defines.
  func all(in file: String) throws -> [ScenarioTest] {
    try call("all").map { test($0, file: file) }
  }

  /// What to run for the selected tests, in order.
  func plan(_ selected: Set<Int64>, file: String) throws -> [Step] {
    let set = LuaValue.table(Dictionary(uniqueKeysWithValues: selected.map { (.integer($0), true) }))
    return try call("plan", [set]).compactMap { value in
      guard let kind = value["kind"].text.flatMap(Step.Kind.init) else { return nil }
      let isPending = value["pending"] == true
      return Step(
        kind: kind,
        id: value["id"].int ?? 0,
        test: test(value, file: file),
        pending: isPending ? value["pending_reason"].text ?? "" : nil
      )
    }
  }

  /// Runs the step of an id: to be called in a coroutine.
  let runner: LuaFunction

  /// Has the tests of a block not run whose setup was ended from outside.
  func blockFailed(_ id: Int64) throws {
    guard case .function(let function) = functions["block_failed"] else { return }
    _ = try host.lua.call(function, [.integer(id)])
  }

  private func call(_ name: String, _ arguments: [LuaValue] = []) throws -> [LuaValue] {
    guard case .function(let function) = functions[name] else { return [] }
    guard case .array(let values)? = try host.lua.call(function, arguments).first else { return [] }
    return values
  }

  private func test(_ value: LuaValue, file: String) -> ScenarioTest {
    var path: [String] = []
    if case .array(let names) = value["path"] { path = names.compactMap(\.text) }
    var tags: [String] = []
    if case .array(let words) = value["tags"] { tags = words.compactMap(\.text) }
    return ScenarioTest(
      id: value["id"].int ?? 0,
      path: path.isEmpty ? [value["name"].text ?? ""] : path,
      tags: tags,
      file: file,
      line: value["line"].int.map(Int.init)
    )
  }
}
