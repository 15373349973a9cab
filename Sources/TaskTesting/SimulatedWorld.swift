public import TaskEngine
import TaskSimulation

/// A manager on virtual time, for tests that neither wait nor depend on the machine's speed.
public struct SimulatedWorld: Sendable {
  /// The manager: the real one, in one thread, on the world's clock.
  public let manager: AsyncTaskManager
  private let simulation: Simulation

  init(manager: AsyncTaskManager, simulation: Simulation) {
    self.manager = manager
    self.simulation = simulation
  }

  /// The time since the world began.
  public var now: Duration { simulation.clock.now.offset }

  /// Moves time on by `duration` and lets all that falls due run, also at the instant itself.
  public func advance(by duration: Duration) async throws {
    let observer = simulation.clock.waking(.observers)
    try await observer.sleep(until: observer.now.advanced(by: duration), tolerance: nil)
  }

  /// Starts something beside the test's own task.
  public func spawn<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) -> Task<Value, any Error> {
    Task(executorPreference: simulation.executor, operation: body)
  }
}

/// Runs `body` with a manager on virtual time, in this thread. Waiting moves time by itself; a test that waits for
/// what can never happen fails at once.
///
/// - Parameters:
///   - seed: which of the ready jobs comes next; in their order if `nil`. The same seed gives the same run.
///   - configuration: the manager's; its clocks and executor are replaced.
/// - Throws: what `body` throws, or an error that says that nothing can happen any more.
public func withSimulatedWorld<Value: Sendable>(
  seed: UInt64? = nil,
  _ configuration: AsyncTaskManager.Configuration = .init(),
  _ body: @escaping @Sendable (SimulatedWorld) async throws -> Value
) throws -> Value {
  let simulation = Simulation(seed: seed)
  defer { simulation.tearDown() }
  var configuration = configuration
  configuration.clock = simulation.clock
  configuration.timerClock = simulation.clock.waking(.timers)
  configuration.executor = simulation.executor
  let world = SimulatedWorld(manager: AsyncTaskManager(configuration), simulation: simulation)
  return try simulation.run { try await body(world) }
}
