import LuaRuntime
import Synchronization
import TaskEngine

/// Loads a policy into a fresh Lua state and checks what it returns.
struct PolicyLoader: Sendable {
  static let functions = PolicySurface.policy.fieldNames

  private static let globalsAdvice =
    "a policy's globals are fixed once it is loaded; declare it 'local' at the top of the file, or keep it in 'shared'"

  let limits: PolicyLimits
  let environment: PolicyEnvironment
  /// Takes what functions there are, and passes over what else the policy returns: for `switchyard check`, which has
  /// told of it.
  var isLenient = false

  /// What came of an attempt: also a failed one says which files it read, so that they can be watched.
  struct Attempt {
    var result: Result<LoadedPolicy, PolicyFault>
    var files: Set<String>
  }

  /// Loads the policy that `text` is.
  ///
  /// - Parameters:
  ///   - name: what messages call the file.
  ///   - folder: where the files that it requires are; it can require none if `nil`.
  ///   - watcher: is told of each file that is required, now or later, before it is read.
  func load(
    _ text: [UInt8],
    name: String,
    folder: String?,
    generation: Int,
    watcher: FileWatcher?
  ) -> Attempt {
    let modules = ModuleFolder(path: folder, shownAs: name) { watcher?.watch(also: $0) }
    do {
      return Attempt(
        result: .success(try loaded(text, name: name, modules: modules, generation: generation)),
        files: modules.files
      )
    } catch {
      return Attempt(result: .failure(error), files: modules.files)
    }
  }

  private func loaded(
    _ text: [UInt8],
    name: String,
    modules: ModuleFolder,
    generation: Int
  ) throws(PolicyFault) -> LoadedPolicy {
    do {
      let desk = PolicyDesk(onPrint: environment.onPrint)
      var configuration = LuaState.Configuration()
      configuration.memoryLimit = limits.memory
      configuration.deterministic = environment.isDeterministic
      configuration.seed = environment.seed
      configuration.coverage = environment.coverage
      configuration.now = environment.now
      configuration.onPrint = { desk.print($0) }
      configuration.loadModule = { try modules.load($0) }
      let state = try LuaState(configuration)
      let objects = try PolicyVocabulary.define(in: state, desk: desk)
      try state.makeShared("shared", limit: PolicyTurn.limit)
      let budget = LuaBudget(instructions: limits.loadInstructions, time: limits.loadTime)
      let chunk = try state.load(text, name: name, budget: budget)
      let returned = try state.call(chunk, [], budget: budget)
      let functions = try functions(in: returned.first ?? .nil)
      try state.openShared()
      try state.freezeGlobals(advice: Self.globalsAdvice)
      return try LoadedPolicy(
        file: name,
        generation: generation,
        functions: functions,
        state: state,
        objects: objects,
        limits: limits,
        desk: desk
      )
    } catch let error as LuaError {
      let error = limits.explain(error)
      throw PolicyFault(
        function: "load",
        message: error.message.clippedReason,
        file: error.source ?? name,
        line: error.line,
        generation: generation - 1
      )
    } catch {
      throw PolicyFault(function: "load", message: "\(error)".clippedReason, file: name, generation: generation - 1)
    }
  }

  /// Checks the table that a policy returns, and takes its functions out.
  private func functions(in value: LuaValue) throws(LuaUsageError) -> [String: LuaFunction] {
    guard value.isTable else {
      let hint = value == .nil ? "; is 'return policy' missing at its end?" : ""
      throw LuaUsageError("a policy must return a table of functions, but it returns \(value.described)\(hint)")
    }
    let fields = try LuaFields(value, as: PolicySurface.policy, ignoringOthers: isLenient)
    var functions: [String: LuaFunction] = [:]
    for key in Self.functions {
      switch fields[key] {
      case .nil: continue
      case .function(let function): functions[key] = function
      case _ where isLenient: continue
      case let other: throw fields.mismatch(key, "a function", other)
      }
    }
    return functions
  }
}
