import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A watcher's thread and what it shares with its owner.
///
/// The thread sleeps in `poll` on the source and on a pipe that `stop` writes to. It alone closes the
/// descriptors, when it leaves; everyone else uses them only under the lock and only while `running`.
final class WatchLoop: Sendable {
  private struct State {
    var source: any ChangeSource
    var paths: Set<String> = []
    var running = true
  }

  private let state: Mutex<State>
  private let onChange: @Sendable () -> Void
  private let wakeReader: Int32
  private let wakeWriter: Int32

  init(source: any ChangeSource, onChange: @escaping @Sendable () -> Void) throws(FileWatcherError) {
    var source = source
    var wake: [Int32] = [-1, -1]
    guard pipe(&wake) == 0 else {
      let error = errno
      source.close()
      throw FileWatcherError(.cannotStart, error: error)
    }
    for end in wake {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (wakeReader, wakeWriter) = (wake[0], wake[1])
    state = Mutex(State(source: source))
    self.onChange = onChange
    let error = startThread { self.run() }
    guard error == 0 else {
      close()
      throw FileWatcherError(.cannotStart, error: error)
    }
  }

  func watch(_ paths: Set<String>) -> [FileWatcherError] {
    state.withLock { state in
      guard state.running else {
        return []
      }
      state.paths = paths
      return state.source.watch(paths)
    }
  }

  func watch(also path: String) {
    state.withLock { state in
      guard state.running, state.paths.insert(path).inserted else {
        return
      }
      _ = state.source.watch(state.paths)
    }
  }

  func stop() {
    state.withLock { state in
      guard state.running else {
        return
      }
      state.running = false
      // One byte into an empty pipe neither blocks nor fails.
      var byte: UInt8 = 0
      _ = write(wakeWriter, &byte, 1)
    }
  }

  private func run() {
    var burst = Burst()
    while waitForSomething(until: burst.deadline) {
      let now = ContinuousClock.now
      if state.withLock({ $0.running && $0.source.takeChanges() }) {
        burst.changeSeen(at: now)
      }
      if burst.takeDue(at: now), stillRunning() {
        onChange()
      }
    }
    close()
  }

  /// Also looks where the paths lead by now: what changed may have been a link, or a directory that came or
  /// went. What cannot be watched was said when the path was given.
  private func stillRunning() -> Bool {
    state.withLock { state in
      if state.running {
        _ = state.source.watch(state.paths)
      }
      return state.running
    }
  }

  /// False if the watcher was stopped.
  private func waitForSomething(until deadline: ContinuousClock.Instant?) -> Bool {
    let (descriptor, interval) = state.withLock { ($0.source.descriptor, $0.source.interval) }
    var polled = [
      pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
    ]
    let wait = [deadline.map { ContinuousClock.now.duration(to: $0) }, interval].compactMap { $0 }.min()
    _ = poll(&polled, 2, wait.map(milliseconds) ?? -1)
    return polled[0].revents == 0
  }

  /// Rounded up, so that the time has come when `poll` returns.
  private func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    return max(0, Int32(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }

  private func close() {
    state.withLock { state in
      state.running = false
      state.source.close()
      #if canImport(Glibc)
        _ = (Glibc.close(wakeReader), Glibc.close(wakeWriter))
      #else
        _ = (Darwin.close(wakeReader), Darwin.close(wakeWriter))
      #endif
    }
  }
}
