import DequeModule
import Synchronization

/// Runs jobs one at a time on the thread that drives it; which of the ready ones comes next is the seed's choice,
/// or their order where there is no seed.
package final class SimulationExecutor: TaskExecutor {
  private struct State {
    var ready: Deque<UnownedJob> = []
    var generator: SeededGenerator?
  }

  private let state: Mutex<State>

  init(seed: UInt64?) {
    state = Mutex(State(generator: seed.map(SeededGenerator.init)))
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.ready.append(job) }
  }

  /// Runs one ready job; false if there is none.
  func runOne() -> Bool {
    let next = state.withLock { state -> UnownedJob? in
      guard state.ready.count > 1, state.generator != nil else { return state.ready.popFirst() }
      let index = Int.random(in: 0..<state.ready.count, using: &state.generator!)
      state.ready.swapAt(0, index)
      return state.ready.popFirst()
    }
    guard let next else { return false }
    next.runSynchronously(on: asUnownedTaskExecutor())
    return true
  }
}
