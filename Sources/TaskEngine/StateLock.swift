#if SWITCHYARD_PTHREAD_LOCK
  import Glibc
#else
  import Synchronization
#endif

/// The one lock around the scheduler.
///
/// `Mutex` gives false reports under the thread sanitizer on Linux, so that a build for it defines
/// `SWITCHYARD_PTHREAD_LOCK` and locks with `pthread_mutex_t`.
package final class StateLock<State: Sendable>: Sendable {
  #if SWITCHYARD_PTHREAD_LOCK
    private nonisolated(unsafe) var state: State
    private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>

    package init(_ state: State) {
      self.state = state
      mutex = .allocate(capacity: 1)
      pthread_mutex_init(mutex, nil)
    }

    deinit {
      pthread_mutex_destroy(mutex)
      mutex.deallocate()
    }

    package func withLock<Result, Failure>(
      _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      pthread_mutex_lock(mutex)
      defer { pthread_mutex_unlock(mutex) }
      return try body(&state)
    }
  #else
    private let mutex: Mutex<State>

    package init(_ state: State) { mutex = Mutex(state) }

    /// Runs `body` with the state to itself. It must neither call out nor wait.
    package func withLock<Result, Failure>(
      _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      try mutex.withLock { state throws(Failure) in
        // The result leaves the lock's region; the state's own parts are values or `Sendable`.
        nonisolated(unsafe) let result = try body(&state)
        return result
      }
    }
  #endif
}
