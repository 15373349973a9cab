package import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy

/// A Lua file that defines tools, run again whenever it, or a file that it requires, is saved.
///
/// Each run has a Lua state of its own. Its tools take the place of the last run's all at once; a run that fails changes
/// nothing. A call that runs keeps the tool that it began with.
package final class ToolsFile: Sendable {
  /// What came of a change of the file.
  package enum Report: Sendable {
    /// Its tools are there.
    case loaded([String])
    /// It is broken, and the last good one stays.
    case failed(any Error)
  }

  private struct State {
    /// The tools of the file, and the host that they need.
    var tools: [String: any Tool] = [:]
    var host: ScriptHost?
    /// What tools of the file took the place of.
    var replaced: [String: any Tool] = [:]
    var watcher: FileWatcher?
    var reloading: Task<Void, Never>?
  }

  /// What a run may compute between two waits. It only defines, so this is plenty.
  private static let budget = LuaBudget(instructions: 100_000_000)

  private let path: String
  private let world: ScriptWorld
  private let onPrint: @Sendable (LuaPrint) -> Void
  private let state = Mutex(State())

  /// - Parameters:
  ///   - path: the file; messages call it so.
  ///   - world: gets the tools.
  ///   - onPrint: takes what the file and its tools print.
  package init(_ path: String, world: ScriptWorld, onPrint: @escaping @Sendable (LuaPrint) -> Void) {
    self.path = path
    self.world = world
    self.onPrint = onPrint
  }

  deinit {
    let (watcher, reloading) = state.withLock { ($0.watcher, $0.reloading) }
    watcher?.stop()
    reloading?.cancel()
  }

  /// Loads the file and begins to watch it, also if it is broken: it can be mended.
  ///
  /// - Parameter report: called after each change, one call at a time.
  /// - Throws: what is wrong with the file, with its place.
  package func load(report: @escaping @Sendable (Report) -> Void) async throws {
    let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    // Watched before it is read, so that no change falls between.
    let watcher = try FileWatcher { continuation.yield() }
    watcher.watch([path])
    state.withLock { $0.watcher = watcher }
    let first = await Result { [self] in try await run() }
    let reloading = Task { [weak self] in
      for await _ in changes {
        guard let self else { return }
        do {
          report(.loaded(try await run()))
        } catch is CancellationError {
          return
        } catch {
          report(.failed(error))
        }
      }
    }
    state.withLock { $0.reloading = reloading }
    _ = try first.get()
  }

  /// Whether tools of the file are there.
  package var isLoaded: Bool { state.withLock { $0.host != nil } }

  /// Runs the file, and puts its tools in place of its last ones. Their names.
  private func run() async throws -> [String] {
    let defined = Definitions()
    var configuration = ScriptHost.Configuration(
      folder: path.folder,
      shownFolder: path.contains("/") ? path.folder + "/" : "",
      onPrint: onPrint
    )
    configuration.budget = Self.budget
    configuration.onDefine = { [world] tool in defined.add(tool, orTo: world.tools) }
    let host = try ScriptHost(configuration, world: world)
    // Also a failed run says which files it asked for: writing one of them may mend it.
    defer { state.withLock { $0.watcher }?.watch(host.requiredFiles.union([path])) }
    _ = try await host.run(try TextFile.readLua(path), name: path)
    install(defined.take(), of: host)
    return state.withLock { $0.tools.keys.sorted() }
  }

  private func install(_ tools: [String: any Tool], of host: ScriptHost) {
    // Released after the lock: a Lua state goes with it.
    let last = state.withLock { state in
      for name in state.tools.keys where tools[name] == nil {
        if let before = state.replaced.removeValue(forKey: name) {
          world.tools.register(before)
        } else {
          world.tools.remove(name)
        }
      }
      for (name, tool) in tools {
        if state.tools[name] == nil { state.replaced[name] = world.tools.tool(named: name) }
        world.tools.register(tool)
      }
      state.tools = tools
      defer { state.host = host }
      return state.host
    }
    withExtendedLifetime(last) {}
  }

  /// What one run has defined; later definitions go straight to the registry.
  private final class Definitions: Sendable {
    private let tools = Mutex<[String: any Tool]?>([:])

    func add(_ tool: any Tool, orTo registry: ToolRegistry) {
      let isTaken = tools.withLock { tools in
        tools?[tool.name] = tool
        return tools == nil
      }
      if isTaken { registry.register(tool) }
    }

    func take() -> [String: any Tool] {
      tools.withLock { tools in
        defer { tools = nil }
        return tools ?? [:]
      }
    }
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
