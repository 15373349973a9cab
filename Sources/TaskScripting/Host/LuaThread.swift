import TaskPolicy

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A thread for Lua that computes: a script or a tool that loops keeps it busy, and not one of the pool's few.
///
/// One for each state suffices: a state runs one stretch of code at a time.
final class LuaThread: TaskExecutor {
  private let jobs = JobQueue()

  /// Starts the thread; `nil` if the system has none to give.
  init?() {
    // The thread does not hold the executor while it waits, or neither would ever end.
    let failure = startThread { [weak self, jobs] in
      while let batch = jobs.next(), let self {
        for job in batch { job.runSynchronously(on: asUnownedTaskExecutor()) }
      }
    }
    if failure != 0 { return nil }
  }

  deinit { jobs.close() }

  func enqueue(_ job: consuming ExecutorJob) { jobs.add(UnownedJob(job)) }
}

/// Jobs for one thread, which sleeps until one comes.
///
/// `@unchecked Sendable`: all that changes is touched with `mutex` held.
private final class JobQueue: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let hasNews = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var jobs: [UnownedJob] = []
  private var isClosed = false

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(hasNews, nil)
  }

  deinit {
    pthread_cond_destroy(hasNews)
    pthread_mutex_destroy(mutex)
    hasNews.deallocate()
    mutex.deallocate()
  }

  func add(_ job: UnownedJob) { change { $0.jobs.append(job) } }

  /// No more jobs come.
  func close() { change { $0.isClosed = true } }

  private func change(_ body: (JobQueue) -> Void) {
    pthread_mutex_lock(mutex)
    body(self)
    pthread_cond_signal(hasNews)
    pthread_mutex_unlock(mutex)
  }

  /// What has come, waiting for it; `nil` when no more will.
  func next() -> [UnownedJob]? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while jobs.isEmpty {
      if isClosed { return nil }
      pthread_cond_wait(hasNews, mutex)
    }
    defer { jobs = [] }
    return jobs
  }
}
