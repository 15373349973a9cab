#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one kind of lock around state that tasks share. Copies share one state.
///
/// A `pthread_mutex_t`, not the library's `Mutex`: on Linux that hands itself over to whoever waits, so that under load
/// each holder waits for a thread to be woken; and the thread sanitizer does not see it.
package struct StateLock<State: Sendable>: Sendable {
  // Safe: nobody reaches the state but `withLock`, which holds the mutex meanwhile.
  private nonisolated(unsafe) let storage: ManagedBuffer<State, pthread_mutex_t>

  package init(_ state: consuming State) {
    // Moved, not copied: what is guarded may be large.
    var moved = Optional(state)
    storage = LockStorage.create(minimumCapacity: 1) { _ in moved.take()! }
    storage.withUnsafeMutablePointerToElements(makeMutex)
  }

  /// Runs `body` with the state to itself. It must neither call out nor wait.
  @inline(__always)
  package func withLock<Result, Failure>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withUnsafeMutablePointers { state, mutex throws(Failure) in
      pthread_mutex_lock(mutex)
      defer { pthread_mutex_unlock(mutex) }
      return try body(&state.pointee)
    }
  }
}

/// The state, and the mutex after it: an address that does not change.
private final class LockStorage<State>: ManagedBuffer<State, pthread_mutex_t> {
  deinit { withUnsafeMutablePointerToElements { _ = pthread_mutex_destroy($0) } }
}

private func makeMutex(_ mutex: UnsafeMutablePointer<pthread_mutex_t>) {
  #if canImport(Glibc)
    // Who finds it locked looks again for a moment before it sleeps: it is held for less time than a thread takes to wake.
    var attributes = pthread_mutexattr_t()
    pthread_mutexattr_init(&attributes)
    pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_ADAPTIVE_NP))
    pthread_mutex_init(mutex, &attributes)
    pthread_mutexattr_destroy(&attributes)
  #else
    pthread_mutex_init(mutex, nil)
  #endif
}
