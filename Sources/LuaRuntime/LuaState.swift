internal import CLuaShims

/// A sandboxed Lua 5.4 with limits on memory, instructions and time.
///
/// Sendable because every entry holds `lock`, which guards all that changes, and no entry holds it across an `await`.
package final class LuaState: @unchecked Sendable {
  /// What a state may do and whom it asks.
  package struct Configuration: Sendable {
    /// Bytes that Lua may hold.
    package var memoryLimit = 16 << 20
    /// Whether `pairs` goes in key order, random numbers come from `seed`, and `tostring` shows no address.
    package var deterministic = false
    /// What random numbers come from in a deterministic state.
    package var seed: UInt64 = 0
    /// Counts the lines that run, which slows them.
    package var coverage: LuaCoverage?
    /// Bytes of all the values of one crossing to Swift, and of one text of `json.encode`.
    package var resultByteLimit = 8 << 20
    /// How deep tables and JSON may be nested.
    package var depthLimit = 128
    /// The wall clock for `os.time` and `os.date`, since 1970.
    package var now: @Sendable () -> Duration
    /// What `os.clock` shows; nil: `now`.
    package var processorTime: (@Sendable () -> Duration)?
    /// Takes what `print` and `warn` say.
    package var onPrint: @Sendable (LuaPrint) -> Void
    /// Finds a module for `require`; throws when there is none. Also checks the name.
    package var loadModule: @Sendable (String) throws -> LuaModuleSource

    /// Makes a configuration; without a clock the time is 1970, without a loader there are no modules.
    package init(
      now: @escaping @Sendable () -> Duration = { .zero },
      onPrint: @escaping @Sendable (LuaPrint) -> Void = { _ in },
      loadModule: @escaping @Sendable (String) throws -> LuaModuleSource = { name in
        throw LuaError(.runtime, "module '\(name)' not found: there are no modules here")
      }
    ) {
      self.now = now
      self.onPrint = onPrint
      self.loadModule = loadModule
    }
  }

  let configuration: Configuration
  let releases: ReleaseQueue
  private let lock: OpaquePointer
  private var engine: OpaquePointer?
  private let pool: LuaStatePool?

  // Guarded by `lock`.
  var setup = Setup.apart
  private var callbacks: [(first: Int, table: LuaCallbackTable)] = []
  private(set) var types: [LuaObjectType] = []
  private var typeNumbers: [ObjectTypeID: Int64] = [:]
  var chunkNames: Set<String> = []
  var pendingWait: (@Sendable () async throws -> [LuaValue])?
  /// What callbacks threw during the entry that runs.
  @exclusivity(unchecked) var thrown: [(text: String, error: any Error)] = []
  @exclusivity(unchecked) private var depth = 0

  /// Makes a state. Throws `.memory` when the memory limit is too small for one.
  ///
  /// - Parameter pool: where it begins as others did, until ``endSetup()``.
  package init(_ configuration: Configuration = Configuration(), from pool: LuaStatePool? = nil) throws(LuaError) {
    guard let releases = ReleaseQueue(), let lock = sy_lock_new() else {
      throw LuaError(.memory, "no memory for a Lua state")
    }
    self.configuration = configuration
    self.releases = releases
    self.lock = lock
    self.pool = pool
    // Not retained: the state outlives its engine, and holds itself during each entry.
    let host = hostFunctions(context: Unmanaged.passUnretained(self).toOpaque())
    if let idle = pool?.take() {
      engine = idle.engine
      setup = .repeating(idle.steps, next: 0)
      let status = sy_restore(idle.engine, host, configuration.seed)
      guard UInt32(status) == SY_OK.rawValue else {
        setup = .apart
        throw failure(idle.engine, status)
      }
      return
    }
    if pool != nil { setup = .noting([]) }
    let options = sy_options(
      memory_limit: configuration.memoryLimit,
      tape_limit: configuration.resultByteLimit,
      depth_limit: Int32(clamping: configuration.depthLimit),
      deterministic: configuration.deterministic ? 1 : 0,
      seed: configuration.seed,
      coverage: configuration.coverage?.counts,
      restorable: pool == nil ? 0 : 1
    )
    engine = sy_new(options, host)
    guard engine != nil else {
      throw LuaError(.memory, "the memory limit of \(configuration.memoryLimit) bytes is too small for a Lua state")
    }
  }

  deinit {
    if let engine {
      if let pool, case .done(let steps) = setup {
        pool.give(LuaStatePool.Engine(engine: engine, steps: steps))
      } else {
        sy_free(engine)
      }
    }
    sy_lock_free(lock)
  }

  /// Bytes that Lua holds now.
  package var memoryUsed: Int {
    sy_lock_acquire(lock)
    defer { sy_lock_release(lock) }
    return engine.map { sy_memory_used($0) } ?? 0
  }

  /// How many Lua functions Swift refers to.
  package var referencedFunctions: Int {
    (try? enter { engine throws(LuaError) in
      var count: Int64 = 0
      _ = sy_function_count(engine, &count)
      return Int(count)
    }) ?? 0
  }

  /// Ends the Lua code that runs now, at its next hook event, with `.interrupted`. Does nothing when none runs. May be
  /// called from any thread and from a signal handler.
  package func interrupt() {
    if let engine { sy_interrupt(engine) }
  }

  /// Runs an entry under the lock.
  func enter<T>(_ body: (OpaquePointer) throws(LuaError) -> T) throws(LuaError) -> T {
    begin()
    defer { end() }
    guard let engine else { throw LuaError(.misuse, "the Lua state was never opened") }
    return try body(engine)
  }

  /// Takes the state for oneself, until ``end()``. Entries from within are allowed, waits are not.
  package func begin() {
    sy_lock_acquire(lock)
    depth += 1
    releaseAll()
  }

  /// Gives the state back. What callbacks left for the entry goes with it: also a wait that was refused.
  package func end() {
    depth -= 1
    if depth == 0 {
      if !thrown.isEmpty { thrown.removeAll() }
      if pendingWait != nil { pendingWait = nil }
    }
    sy_lock_release(lock)
  }

  /// Lets go of what Swift no longer refers to. Under the lock, in an entry or a callback.
  func releaseAll() {
    guard !releases.isEmpty, !isBeingSetUp else { return }
    guard let engine else { return }
    letGo(of: releases.drain(), engine)
  }

  func letGo(of released: ReleaseQueue.Released, _ engine: OpaquePointer) {
    for id in released.functions { sy_release_function(engine, id) }
    for id in released.coroutines { sy_coroutine_drop(engine, id) }
  }

  /// The engine, for callbacks that run inside an entry.
  var runningEngine: OpaquePointer? { engine }

  func typeNumber(_ id: ObjectTypeID) -> Int64? { typeNumbers[id] }
  func typeID(_ number: Int64) -> ObjectTypeID? {
    types.indices.contains(Int(number)) ? types[Int(number)].id : nil
  }

  /// The number of the first; the others follow.
  func add(_ table: LuaCallbackTable) -> Int64 {
    let first = callbacks.last.map { $0.first + $0.table.names.count } ?? 0
    callbacks.append((first, table))
    return Int64(first)
  }

  /// Calls the callback of a number.
  func callBack(_ number: Int64, _ arguments: LuaArguments) throws -> LuaOutcome {
    var index = callbacks.count - 1
    while callbacks[index].first > number { index -= 1 }
    return try callbacks[index].table.body(Int(number) - callbacks[index].first, arguments)
  }

  func add(_ type: LuaObjectType) -> Int64 {
    types.append(type)
    typeNumbers[type.id] = Int64(types.count - 1)
    return Int64(types.count - 1)
  }
}
