import Synchronization

/// Runs real concurrent code in one thread on virtual time: jobs run one at a time, in an order that the seed
/// determines, and the clock moves only when nothing is ready.
///
/// All of the code must run on ``executor`` and sleep on ``clock``; whatever hops to another executor leaves the
/// simulation.
package final class Simulation: Sendable {
  /// Where the simulated code runs.
  package let executor: SimulationExecutor
  /// The time that it sees.
  package let clock = VirtualClock()

  /// Makes a simulation. Without a seed, ready jobs run in their order.
  package init(seed: UInt64? = nil) { executor = SimulationExecutor(seed: seed) }

  /// Why a simulation cannot go on.
  package enum Stuck: Error, Hashable, Sendable {
    /// Nothing is ready, and nobody sleeps who would wake.
    case deadlock
    /// Something wakes again and again, but the clock stands still.
    case livelock(at: Duration)
    /// It has taken longer than it may, in real time.
    case timeLimit(Duration)
  }

  /// How often someone may wake at one instant before it is taken for a livelock.
  package static let livelockLimit = 100_000

  /// Runs `body` to its end, and everything that it starts meanwhile, on the calling thread.
  ///
  /// - Parameters:
  ///   - timeLimit: how long this may take, in real time.
  ///   - onStuck: called when it cannot go on; it may make something ready (by cancelling what waits) and return
  ///     true to go on, once for each reason. The default gives up.
  /// - Throws: what `body` throws, or ``Stuck``.
  package func run<Value: Sendable>(
    timeLimit: Duration? = nil,
    onStuck: (Stuck) -> Bool = { _ in false },
    _ body: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let result = ResultBox<Value>()
    let end = End()
    _ = Task(executorPreference: executor) {
      do { result.set(.success(try await body())) } catch { result.set(.failure(error)) }
      end.reach()
    }
    try run(to: end, timeLimit: timeLimit, onStuck: onStuck)
    return try result.value.get()
  }

  private func run(to end: End, timeLimit: Duration?, onStuck: (Stuck) -> Bool) throws(Stuck) {
    let start = ContinuousClock.now
    var limit = timeLimit
    var jobs = 0
    var instant = clock.now
    var wakes = 0
    while !end.isReached {
      if executor.runOne() {
        jobs += 1
        // The clock is read now and then only: a job takes less time than reading it.
        guard jobs % 64 == 0, let timeLimit, let passed = limit, start.duration(to: .now) > passed else { continue }
        // Asked once. What does not end then either is given up when the same time has passed again.
        guard passed == timeLimit, onStuck(.timeLimit(timeLimit)) else { throw Stuck.timeLimit(timeLimit) }
        limit = passed + timeLimit
      } else if !clock.sleepers.wakeNext() {
        if !onStuck(.deadlock) || !executor.runOne() { throw Stuck.deadlock }
      } else if clock.now > instant {
        instant = clock.now
        wakes = 0
      } else {
        wakes += 1
        guard wakes.isMultiple(of: Self.livelockLimit) else { continue }
        let stuck = Stuck.livelock(at: instant.offset)
        if wakes > Self.livelockLimit || !onStuck(stuck) { throw stuck }
      }
    }
  }

  /// Runs what is ready now, without moving the clock.
  package func runReady() {
    while executor.runOne() {}
  }

  /// Ends all sleeping and lets everything run out, so that nothing is left suspended; gives up after `rounds`
  /// rounds on code that goes back to sleep whatever happens.
  package func tearDown(rounds: Int = 100) {
    for _ in 0..<rounds {
      runReady()
      if !clock.sleepers.cancelAll() { return }
    }
  }
}

/// Whether the simulated main task has come to its end: looked at after each job.
private final class End: Sendable {
  private let flag = Atomic(false)

  var isReached: Bool { flag.load(ordering: .acquiring) }
  func reach() { flag.store(true, ordering: .releasing) }
}

/// Where the simulated main task leaves what it came to.
private final class ResultBox<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>>(.failure(Simulation.Stuck.deadlock))

  var value: Result<Value, any Error> { result.withLock { $0 } }
  func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }
}
