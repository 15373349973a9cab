import CLineEditor
import Glibc
import Synchronization

/// A signal the console acts on.
package enum ConsoleSignal: Int32, Sendable, CaseIterable {
  /// SIGINT: Ctrl-C.
  case interrupt
  /// SIGTERM.
  case terminate
  /// SIGHUP: the terminal is gone.
  case hangUp
  /// SIGWINCH: the terminal has another size.
  case windowChanged
  /// SIGTSTP: Ctrl-Z. Whoever takes it has to stop the process, see ``SignalWatcher/stopProcess()``.
  case suspend
  /// SIGCONT: in the foreground again after Ctrl-Z; the shell may have changed the terminal's mode.
  case continued

  /// The system's number for it.
  package var number: Int32 {
    switch self {
    case .interrupt: SIGINT
    case .terminate: SIGTERM
    case .hangUp: SIGHUP
    case .windowChanged: SIGWINCH
    case .suspend: SIGTSTP
    case .continued: SIGCONT
    }
  }

  init?(number: Int32) {
    guard let signal = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = signal
  }
}

/// The process's signals as an asynchronous sequence.
///
/// Handlers put the number into a pipe that a thread of its own reads, so signals arrive whatever other
/// threads do: libedit reading a line, or Lua running. Handlers are not inherited by programs that are
/// run, as ignoring a signal would be. SIGPIPE is caught and does nothing: writing to a closed pipe fails
/// with EPIPE instead. Only one watcher can be active in a process.
package final class SignalWatcher: Sendable {
  /// The signals, in order, without loss up to a few thousand unread. For one reader.
  package let signals: AsyncStream<ConsoleSignal>
  private let isStopped = Atomic(false)

  /// Starts watching.
  ///
  /// - Parameters:
  ///   - takesSuspend: Whether Ctrl-Z is watched too, and does not stop the process by itself.
  ///   - immediately: Called for each signal on the watcher's thread, before it is in ``signals``.
  ///     It runs even when every thread of the cooperative pool is busy, as during a long Lua line.
  /// - Throws: ``SignalWatcherError``, for instance when another watcher is active.
  package init(
    takesSuspend: Bool = false,
    immediately: (@Sendable (ConsoleSignal) -> Void)? = nil
  ) throws(SignalWatcherError) {
    let (signals, continuation) = AsyncStream.makeStream(
      of: ConsoleSignal.self,
      bufferingPolicy: .bufferingNewest(4096)
    )
    var fd: Int32 = -1
    let numbers = ConsoleSignal.allCases.filter { takesSuspend || $0 != .suspend }.map(\.number)
    let failure = swed_signals_start(numbers, Int32(numbers.count), &fd)
    guard failure == 0 else { throw SignalWatcherError(code: failure) }

    let reader = SignalReader(fd: fd, continuation: continuation, immediately: immediately)
    let box = Unmanaged.passRetained(reader)
    let started = swed_thread_start(
      { context in
        guard let context else { return }
        Unmanaged<SignalReader>.fromOpaque(context).takeRetainedValue().run()
      },
      box.toOpaque(),
      true
    )
    guard started == 0 else {
      box.release()
      swed_signals_stop()
      throw SignalWatcherError(code: started)
    }
    // Last, for with it `deinit` begins to run: a watcher that failed must not stop the active one.
    self.signals = signals
  }

  deinit { stop() }

  /// Stops the process as Ctrl-Z does without a watcher; returns when it goes on.
  package static func stopProcess() { swed_stop_process() }

  /// Gives the signals back to whom they belonged before, and ends the sequence. Idempotent.
  package func stop() {
    if !isStopped.exchange(true, ordering: .relaxed) { swed_signals_stop() }
  }
}

/// Why signals cannot be watched.
package struct SignalWatcherError: Error, Sendable, CustomStringConvertible {
  /// The system's error number; `EBUSY` when another watcher is active.
  package var code: Int32

  /// A sentence.
  package var description: String { "Signals cannot be watched: \(SystemError.message(code))." }
}

/// The thread's side: bytes of the pipe become signals.
private final class SignalReader: Sendable {
  private let fd: Int32
  private let continuation: AsyncStream<ConsoleSignal>.Continuation
  private let immediately: (@Sendable (ConsoleSignal) -> Void)?

  init(
    fd: Int32,
    continuation: AsyncStream<ConsoleSignal>.Continuation,
    immediately: (@Sendable (ConsoleSignal) -> Void)?
  ) {
    self.fd = fd
    self.continuation = continuation
    self.immediately = immediately
  }

  func run() {
    defer { continuation.finish() }
    while true {
      var source = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
      _ = poll(&source, 1, -1)
      // One byte at a time: what follows the one that stops this reader is the next reader's.
      var byte: UInt8 = 0
      guard read(fd, &byte, 1) == 1 else { continue }
      guard byte != 0 else { return }
      guard let signal = ConsoleSignal(number: Int32(byte)) else { continue }
      immediately?(signal)
      continuation.yield(signal)
    }
  }
}
