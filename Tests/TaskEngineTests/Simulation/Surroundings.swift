import TaskEngine
import TaskSimulation

/// Where a script is performed: on virtual time in one thread, or in real time on the shared pool.
struct Surroundings: Sendable {
  let clock: any Clock<Duration>
  let timerClock: (any Clock<Duration>)?
  let executor: (any TaskExecutor)?
  /// The time since the beginning.
  let now: @Sendable () -> Duration
  /// Sleeps until then, or until it is cancelled; after all else of that instant if it `isLate`.
  let sleep: @Sendable (_ until: Duration, _ isLate: Bool) async -> Void
  /// How many timers the manager holds, where that can be told.
  let timerCount: @Sendable () -> Int

  init(_ simulation: Simulation) {
    let clock = simulation.clock
    self.clock = clock
    timerClock = clock.waking(.timers)
    executor = simulation.executor
    now = { clock.now.offset }
    sleep = { time, isLate in
      let clock = isLate ? clock.waking(.observers) : clock
      // Ends early if cancelled, which is what whoever cancels it wants.
      try? await clock.sleep(until: clock.now.advanced(by: time - clock.now.offset), tolerance: nil)
    }
    timerCount = { clock.waking(.timers).sleeperCount }
  }

  /// The shared pool, in real time.
  init() {
    let clock = ContinuousClock()
    let start = clock.now
    self.clock = clock
    timerClock = nil
    executor = nil
    now = { start.duration(to: clock.now) }
    sleep = { time, _ in try? await clock.sleep(until: start + time, tolerance: .zero) }
    timerCount = { 0 }
  }
}
