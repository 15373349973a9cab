package import LuaRuntime
import Synchronization
public import TaskEngine

/// A policy written in Lua, from a file that may be edited while it is in force.
///
/// It decides routing, delivery and permission. Without a policy loaded, or where the policy does not define a
/// function, the defaults hold: foreground, to the loop, notify only, allowed. All methods may be called from any
/// task; the policy's functions run one at a time, on the task that asks.
public final class LuaPolicy: TaskRoutingPolicy, TaskDeliveryPolicy, PermissionChecker, ReloadingPolicy {
  private struct State {
    var generation = 0
    var origin: Origin?
    var lastLoad: PolicyLoad?
    var source: Source?
    var observers: [Int: @Sendable (PolicyReport) -> Void] = [:]
    var lastObserver = 0
    var watch: Watch?
    var lastWatch = 0
  }

  private struct Watch {
    var id: Int
    var watcher: FileWatcher
  }

  /// The text of the policy in force.
  package struct Source: Sendable {
    package var text: [UInt8]
    package var isFile: Bool
    /// Whether it has asked for files beside it.
    package var requiresFiles: Bool
    /// The functions that it defines, and where, in their order.
    package var functions: [(name: String, place: PolicySource)]
  }

  private enum Origin {
    case file(String)
    case text([UInt8], name: String)

    var name: String {
      switch self {
      case .file(let path): path
      case .text(_, let name): name
      }
    }
  }

  private let loader: PolicyLoader
  private let state = Mutex(State())
  private let turn = PolicyTurn()
  /// One load at a time; held while files are read and checked, never while the policy is asked.
  private let loading = Mutex<Void>(())
  private let clock = ContinuousClock()

  /// Makes a policy with nothing loaded.
  public convenience init(limits: PolicyLimits = PolicyLimits()) {
    self.init(limits: limits, environment: PolicyEnvironment())
  }

  /// Loads a policy from a file.
  ///
  /// - Parameters:
  ///   - path: the file; messages call it so.
  ///   - watching: whether saving the file, or one that it requires, loads it again. A policy that then fails to
  ///     load leaves the last good one in force, and the fault is told as an event.
  /// - Throws: ``PolicyFault`` with file and line if the file cannot be read or is no policy.
  public convenience init(
    contentsOf path: String,
    watching: Bool = true,
    limits: PolicyLimits = PolicyLimits()
  ) throws(PolicyFault) {
    self.init(limits: limits)
    try load(contentsOf: path, watching: watching)
  }

  package init(limits: PolicyLimits, environment: PolicyEnvironment, isLenient: Bool = false) {
    loader = PolicyLoader(limits: limits, environment: environment, isLenient: isLenient)
  }

  deinit { state.withLock { $0.watch }?.watcher.stop() }

  // MARK: Loading

  /// How many loads have succeeded; the number of the one in force.
  public var generation: Int { state.withLock { $0.generation } }

  /// The file in force, as it was named; `nil` if nothing was loaded from a file.
  public var file: String? {
    state.withLock { state in
      if case .file(let path) = state.origin { path } else { nil }
    }
  }

  /// The text in force, as it was when it was loaded; `nil` if nothing is.
  package var source: Source? { state.withLock { $0.source } }

  /// Loads another file, in place of what is in force. If it fails, what is in force stays, and is watched as before.
  public func load(contentsOf path: String, watching: Bool = true) throws(PolicyFault) {
    // Watched before it is read, so that no change falls between.
    let watch = watching ? try makeWatch(of: path) : nil
    try loading.withLock { _ throws(PolicyFault) in
      let attempt = install(.file(path), watcher: watch?.watcher)
      if case .failure(let fault) = attempt.result {
        watch?.watcher.stop()
        throw fault
      }
      watch?.watcher.watch(attempt.files.union([path]))
      replaceWatch(by: watch)
    }
  }

  /// Puts the policy that `source` is in force, in place of what is. It can require no files.
  public func define(_ source: String, name: String = "policy") throws(PolicyFault) {
    try loading.withLock { _ throws(PolicyFault) in
      let attempt = install(.text(Array(source.utf8), name: name), watcher: nil)
      if case .failure(let fault) = attempt.result { throw fault }
      replaceWatch(by: nil)
    }
  }

  /// Loads the same file or text again. If it fails, what is in force stays.
  public func reload() throws(PolicyFault) {
    try loading.withLock { _ throws(PolicyFault) in try installAgain() }
  }

  /// The same policy in a state of its own, loaded afresh and not watched.
  package func copy(limits: PolicyLimits, environment: PolicyEnvironment) throws(PolicyFault) -> LuaPolicy {
    let copy = LuaPolicy(limits: limits, environment: environment)
    guard let origin = state.withLock({ $0.origin }) else { return copy }
    if case .failure(let fault) = copy.install(origin, watcher: nil).result { throw fault }
    return copy
  }

  /// With `loading` held.
  private func installAgain() throws(PolicyFault) {
    guard let origin = state.withLock({ $0.origin }) else {
      throw PolicyFault(function: "load", message: "no policy is loaded, so there is none to load again")
    }
    let watcher = state.withLock { $0.watch }?.watcher
    let attempt = install(origin, watcher: watcher)
    // Also a failed load says which files it asked for: writing one of them may mend it.
    if case .file(let path) = origin { watcher?.watch(attempt.files.union([path])) }
    if case .failure(let fault) = attempt.result { throw fault }
  }

  /// With `loading` held, so that loads come one after another and are told in their order.
  private func install(_ origin: Origin, watcher: FileWatcher?) -> PolicyLoader.Attempt {
    let began = clock.now
    var (attempt, text) = attempt(origin, watcher: watcher)
    let duration = loader.environment.isDeterministic ? .zero : began.duration(to: clock.now)
    let policy: LoadedPolicy
    switch attempt.result {
    case .success(let loaded): policy = loaded
    case .failure(var fault):
      fault.duration = duration
      attempt.result = .failure(fault)
      return attempt
    }
    let load = PolicyLoad(
      generation: policy.generation,
      file: policy.file,
      functions: policy.functions.keys.sorted(),
      duration: duration
    )
    // What another file kept in `shared` is none of this one's business.
    let isSame = state.withLock { $0.lastLoad?.file } == policy.file
    turn.install(policy, keepingShared: isSame)
    let functions = policy.functions.map { name, function in
      (name, PolicySource(file: function.source, line: function.line, generation: policy.generation))
    }
    var source = Source(
      text: text,
      isFile: false,
      requiresFiles: false,
      functions: functions.sorted { ($0.1.file, $0.1.line, $0.0) < ($1.1.file, $1.1.line, $1.0) }
    )
    if case .file(let path) = origin {
      source.isFile = true
      source.requiresFiles = !attempt.files.subtracting([path]).isEmpty
    }
    let observers = state.withLock { state in
      state.source = source
      state.generation = policy.generation
      state.origin = origin
      state.lastLoad = load
      return state.observers
    }
    report(.loaded(load), to: observers)
    return attempt
  }

  private func report(_ report: PolicyReport, to observers: [Int: @Sendable (PolicyReport) -> Void]) {
    for observer in observers.sorted(by: { $0.key < $1.key }) { observer.value(report) }
  }

  private func attempt(_ origin: Origin, watcher: FileWatcher?) -> (PolicyLoader.Attempt, text: [UInt8]) {
    let next = state.withLock { $0.generation } + 1
    let text: [UInt8]
    var folder: String?
    switch origin {
    case .text(let source, _): text = source
    case .file(let path):
      folder = path.folder
      do {
        text = try TextFile.readLua(path)
      } catch {
        let message = "cannot read it: \(error.reason)"
        let fault = PolicyFault(function: "load", message: message, file: path, generation: next - 1)
        return (PolicyLoader.Attempt(result: .failure(fault), files: []), [])
      }
    }
    let attempt = loader.load(
      text,
      name: origin.name,
      folder: folder,
      generation: next,
      watcher: watcher
    )
    return (attempt, text)
  }

  // MARK: Watching

  private func makeWatch(of path: String) throws(PolicyFault) -> Watch {
    let id = state.withLock { state in
      state.lastWatch += 1
      return state.lastWatch
    }
    do {
      let watcher = try FileWatcher(onChange: { [weak self] in self?.filesChanged(seenBy: id) })
      watcher.watch([path])
      return Watch(id: id, watcher: watcher)
    } catch {
      throw PolicyFault(function: "load", message: "cannot watch the policy: \(error)", file: path)
    }
  }

  private func replaceWatch(by watch: Watch?) {
    let last = state.withLock { state in
      defer { state.watch = watch }
      return state.watch
    }
    last?.watcher.stop()
  }

  private func filesChanged(seenBy watch: Int) {
    loading.withLock { _ in
      // What an old watch saw is no news, and what a new one saw before its file was in force has been read since.
      guard state.withLock({ $0.watch?.id == watch }) else { return }
      do throws(PolicyFault) {
        try installAgain()
      } catch {
        report(.fault(error), to: state.withLock { $0.observers })
      }
    }
  }

  /// Calls `report` with what is in force, then with each load and each fault of a reload, until the returned value
  /// is released. `report` must neither load a policy nor observe one: it is told while no other load can begin.
  public func observeLoads(_ report: @escaping @Sendable (PolicyReport) -> Void) -> any Sendable {
    let id = loading.withLock { _ in
      let (id, last) = state.withLock { state in
        state.lastObserver += 1
        state.observers[state.lastObserver] = report
        return (state.lastObserver, state.lastLoad)
      }
      if let last { report(.loaded(last)) }
      return id
    }
    return Observation { [weak self] in
      let gone = self?.state.withLock { $0.observers.removeValue(forKey: id) }
      withExtendedLifetime(gone) {}
    }
  }

  private final class Observation: Sendable {
    private let end: @Sendable () -> Void
    init(_ end: @escaping @Sendable () -> Void) { self.end = end }
    deinit { end() }
  }

  // MARK: Asking

  /// The Lua state of the load in force, for measuring what it does.
  package var luaState: LuaState? { turn.state }

  /// Asks the policy's `route`.
  public func route(_ request: ToolRequest, tasks: TaskView) throws -> RoutingDecision {
    try turn.ask(\.route, about: request, tasks: tasks, RoutingReader.self) ?? .foreground
  }

  /// Asks the policy's `delivery_mode`.
  public func deliveryMode(_ task: TaskSnapshot, _ result: ToolResult, tasks: TaskView) throws -> DeliveryMode? {
    let call = PolicyCall(request: task.request, task: task, result: result, tasks: tasks)
    return try turn.ask(\.deliveryMode, about: call, tasks: tasks, ChoiceReader.self) ?? nil
  }

  /// Asks the policy's `continue_policy`.
  public func continuePolicy(_ task: TaskSnapshot, _ result: ToolResult, tasks: TaskView) throws -> ContinuePolicy? {
    let call = PolicyCall(request: task.request, task: task, result: result, tasks: tasks)
    return try turn.ask(\.continuePolicy, about: call, tasks: tasks, ChoiceReader.self) ?? nil
  }

  /// Asks the policy's `permission`.
  public func evaluate(_ request: ToolRequest, tasks: TaskView) throws -> PermissionDecision {
    try turn.ask(\.permission, about: request, tasks: tasks, PermissionReader.self) ?? .allow
  }

  /// Asks `route` and `permission` as for a call that is then not made: `shared` stays as it is.
  package func rehearse(
    _ request: ToolRequest,
    tasks: TaskView
  ) throws(PolicyFault) -> (routing: RoutingDecision, permission: PermissionDecision) {
    try turn.rehearse(request, tasks: tasks)
  }
}

extension String {
  /// The folder of a file's path.
  package var folder: String {
    guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}
