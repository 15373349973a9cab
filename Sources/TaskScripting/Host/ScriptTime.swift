package import TaskEngine
import TaskPolicy
package import TaskSimulation

/// The time that scripts and their tasks live in.
package enum ScriptTime: Sendable {
  /// The machine's.
  case real
  /// A simulation's, which moves by itself while scripts wait.
  case virtual(Simulation)

  package var isVirtual: Bool { if case .virtual = self { true } else { false } }

  /// Configures a manager to live in this time.
  package func configure(_ configuration: inout AsyncTaskManager.Configuration) {
    guard case .virtual(let simulation) = self else { return }
    configuration.clock = simulation.clock
    configuration.timerClock = simulation.clock.waking(.timers)
    configuration.executor = simulation.executor
  }

  /// Waits; in virtual time, until everything else that falls due at that instant has run.
  package func sleep(for duration: Duration) async throws {
    switch self {
    case .real: try await Task.sleep(for: duration)
    case .virtual(let simulation):
      let observer = simulation.clock.waking(.observers)
      try await observer.sleep(until: observer.now.advanced(by: duration), tolerance: nil)
    }
  }

  /// Waits until cancelled. A simulation knows that nothing comes of it.
  package func sleepForever() async throws {
    switch self {
    case .real: while true { try await Task.sleep(for: .seconds(86_400)) }
    case .virtual(let simulation): try await simulation.clock.sleepForever()
    }
  }

  /// Starts a task of its own in this time.
  @discardableResult
  package func spawn<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) -> Task<Value, any Error> {
    switch self {
    case .real: Task(operation: body)
    case .virtual(let simulation): Task(executorPreference: simulation.executor, operation: body)
    }
  }

  /// Seconds since 1970 that Lua's `os` functions see: the machine's, or from the start of the year 2000.
  package var wallClock: @Sendable () -> Duration {
    switch self {
    case .real: PolicyEnvironment.systemTime
    case .virtual(let simulation): { .seconds(946_684_800) + simulation.clock.now.offset }
    }
  }
}
