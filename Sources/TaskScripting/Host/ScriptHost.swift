package import LuaRuntime
import Synchronization
package import TaskEngine
import TaskPolicy

/// Runs Lua code that drives tasks: what the REPL and scenarios share.
///
/// Scripts run in coroutines of one Lua state. A call that waits suspends its coroutine; the state is free meanwhile.
package final class ScriptHost: Sendable {
  package struct Configuration: Sendable {
    /// The folder that paths in scripts are relative to, and that `require` searches.
    package var folder: String
    /// How messages show that folder: a prefix of file names, empty or ending in a slash.
    package var shownFolder: String
    /// Whether everything that Lua leaves open is decided the same way on every run.
    package var isDeterministic = false
    package var seed: UInt64 = 0
    package var memoryLimit = 256 * 1024 * 1024
    /// What one stretch of a script between two waits may cost.
    package var budget: LuaBudget = .unlimited
    /// Takes the place of each policy that is loaded before `endsLoading` is called.
    package var policyOverride: String?
    package var onPrint: @Sendable (LuaPrint) -> Void
    /// Whether policies are loaded again when they are saved; only where time is real if `nil`.
    package var watchesPolicies: Bool?
    /// Where its Lua state begins as others did, until its ``LuaState/endSetup()``; nowhere if `nil`.
    package var pool: LuaStatePool?
    /// Takes the tools that scripts define; they go to the world's registry if `nil`.
    package var onDefine: (@Sendable (any Tool) -> Void)?

    package init(folder: String, shownFolder: String = "", onPrint: @escaping @Sendable (LuaPrint) -> Void) {
      self.folder = folder
      self.shownFolder = shownFolder
      self.onPrint = onPrint
    }
  }

  package let lua: LuaState
  package let configuration: Configuration
  package let waits = ActiveWaits()
  private let isLoading = Mutex(true)
  private let modules: ModuleFolder
  /// Where Lua computes in real time; a simulation has its own.
  private let thread: LuaThread?
  /// By which the Lua state, which the host owns, finds it.
  let reference: HostReference
  let taskObjects = TaskObjects()
  private let current: Mutex<ScriptWorld>
  let prelude: Prelude
  /// Of task objects, the method that is written in Lua.
  let explainMethod = LuaOnce()
  private let toolContext = LuaOnce()

  /// Makes a host that acts on `world`.
  package init(_ configuration: Configuration, world: ScriptWorld) throws {
    self.configuration = configuration
    current = Mutex(world)
    let reference = HostReference()
    self.reference = reference
    let modules = ModuleFolder(path: configuration.folder, shownAs: configuration.shownFolder)
    self.modules = modules
    thread = world.time.isVirtual ? nil : LuaThread()
    var lua = LuaState.Configuration()
    lua.memoryLimit = configuration.memoryLimit
    lua.deterministic = configuration.isDeterministic
    lua.seed = configuration.seed
    lua.now = { reference.host?.world.time.wallClock() ?? PolicyEnvironment.systemTime() }
    lua.onPrint = configuration.onPrint
    lua.loadModule = { try modules.load($0) }
    self.lua = try LuaState(lua, from: configuration.pool)
    prelude = try Prelude(in: self.lua)
    reference.set(self)
    try bindAll()
  }

  /// What tools that are Lua functions are given.
  func contextForTools() throws -> LuaValue { try toolContext.value { try ToolSurroundings.context(in: lua) } }

  /// The world that scripts act on now.
  package var world: ScriptWorld { current.withLock { $0 } }

  /// The files that scripts have asked for so far, also those that were not there.
  package var requiredFiles: Set<String> { modules.files }

  /// Has scripts act on another world from now on.
  package func enter(_ world: ScriptWorld) {
    let last = current.withLock { current in
      defer { current = world }
      return current
    }
    withExtendedLifetime(last) {}
  }

  /// What is to be set up for all tests of a file has been: a policy loaded from now on is one test's own.
  package func endsLoading() { isLoading.withLock { $0 = false } }

  /// The policy to load where `path` is asked for.
  func policyPath(_ path: String) -> String {
    if let override = configuration.policyOverride, isLoading.withLock({ $0 }) { return override }
    return path.hasPrefix("/") ? path : configuration.shownFolder + path
  }

  // MARK: Running

  /// Runs a chunk as a script of its own, to its end. Cancelling the task that runs it ends it.
  package func run(_ source: [UInt8], name: String) async throws -> [LuaValue] {
    try await drive(try lua.load(source, name: name))
  }

  /// Evaluates what was typed: an expression gives its values as text, a statement nothing. Cancelling the task that
  /// evaluates it ends it, whatever it does.
  package func evaluate(_ source: String, name: String) async throws -> String? {
    let chunk: LuaFunction
    do {
      chunk = try lua.load(Array("return \(source)".utf8), name: name)
    } catch {
      // Not an expression: as a statement it says what is wrong with it.
      chunk = try lua.load(Array(source.utf8), name: name)
    }
    let shown = try await drive(prelude.evaluate, [.function(chunk)])
    return shown.first?.text
  }

  private func drive(_ function: LuaFunction, _ arguments: [LuaValue] = []) async throws -> [LuaValue] {
    let coroutine = lua.makeCoroutine(function)
    return try await withTaskCancellationHandler {
      try await run(coroutine, arguments, budget: configuration.budget)
    } onCancel: {
      coroutine.cancel()
    }
  }

  /// Runs a coroutine of this host's state where it keeps nobody from running.
  func run(_ coroutine: LuaCoroutine, _ arguments: [LuaValue], budget: LuaBudget) async throws -> [LuaValue] {
    try await withTaskExecutorPreference(thread) { try await coroutine.run(arguments, budget: budget) }
  }

  /// Whether more lines are needed before `source` can be Lua.
  package func isIncomplete(_ source: String) -> Bool {
    // An expression that is complete by itself needs no more, whatever a statement of it would.
    if (try? lua.load(Array("return \(source)".utf8), name: "=")) != nil { return false }
    return lua.isIncomplete(source)
  }
}

/// A host that may be gone. All functions of a state share one.
final class HostReference: Sendable {
  private struct WeakHost { weak var host: ScriptHost? }
  private let box = Mutex(WeakHost())

  var host: ScriptHost? { box.withLock { $0.host } }
  func set(_ host: ScriptHost) { box.withLock { $0.host = host } }
}

/// A value of Lua that is made when it is first needed, which in most scripts it never is.
final class LuaOnce: Sendable {
  private let made = Mutex<LuaValue?>(nil)

  func value(_ make: () throws -> LuaValue) rethrows -> LuaValue {
    if let value = made.withLock({ $0 }) { return value }
    // Not under the lock: who holds the Lua state may come here too.
    let fresh = try make()
    return made.withLock { made in
      made = made ?? fresh
      return made ?? fresh
    }
  }
}
