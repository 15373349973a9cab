import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import TaskScripting

/// Runs Lua scripts with real tools and time, and nothing else: `switchyard run`.
package final class ScriptRun: Sendable {
  private let policy: String?
  private let files: [String]
  private let output = OutputWriter.standard
  private let work = InterruptibleWork()
  /// The exit status, once something has ended the run before its time.
  private let forced = Mutex<Int32?>(nil)

  package init(policy: String?, files: [String]) {
    self.policy = policy
    self.files = files
  }

  /// Runs them one after another; the exit status. A signal ends them, and all that they started.
  package func run() async throws -> Int32 {
    let environment = PolicyEnvironment(onPrint: { [self] in show($0) })
    let world = ScriptWorld.standard(time: .real, policy: LuaPolicy(limits: .init(), environment: environment))
    // On a thread of its own: Lua that computes may keep all of the pool's busy.
    let watcher = try SignalWatcher { [self] signal in
      if let status = signal.exitStatus { end(with: status) }
    }
    let status = await runFiles(in: world)
    await world.manager.shutdown()
    watcher.stop()
    return forced.withLock { $0 } ?? status
  }

  private func end(with status: Int32) {
    forced.withLock { $0 = $0 ?? status }
    work.interrupt()
  }

  private func show(_ print: LuaPrint) {
    do { try output.writeLine(TerminalText.sanitized(print.text)) } catch {
      // Nobody reads any more: a quiet end.
      if case .closed = error { return end(with: 0) }
      Diagnostics.standard.write("error: \(error)")
      end(with: 1)
    }
  }

  private func runFiles(in world: ScriptWorld) async -> Int32 {
    var status: Int32 = 0
    do {
      if let policy { try world.policy.load(contentsOf: policy) }
    } catch {
      Diagnostics.standard.write("error: \(error)")
      return 2
    }
    for file in files {
      do {
        try await runFile(file, in: world)
      } catch {
        if forced.withLock({ $0 }) != nil { break }
        Diagnostics.standard.write("error: \((error as? LuaError)?.story() ?? "\(error)")")
        status = max(status, Self.status(of: error))
      }
    }
    return status
  }

  private func runFile(_ file: String, in world: ScriptWorld) async throws {
    let source = try TextFile.readLua(file)
    let shown = file.contains("/") ? file.folder + "/" : ""
    let host = try ScriptHost(.init(folder: file.folder, shownFolder: shown) { [self] in show($0) }, world: world)
    try await work.perform { _ = try await host.run(source, name: file) }
  }

  /// A file that cannot be read or is no Lua could not be loaded; anything else went wrong while it ran.
  private static func status(of error: any Error) -> Int32 {
    if error is TextFile.Failure { return 2 }
    return (error as? LuaError)?.code == .syntax ? 2 : 1
  }
}

extension ConsoleSignal {
  /// The exit status of a program that this signal ends, if it does.
  var exitStatus: Int32? {
    switch self {
    case .interrupt: 130
    case .terminate: 143
    case .hangUp: 129
    case .windowChanged, .suspend, .continued: nil
    }
  }
}
