import Glibc
import Synchronization
import Testing

@testable import TaskConsole

extension ProcessWideTests {
  @Suite("Signals", .timeLimit(.minutes(1)))
  struct SignalWatcherTests {
    @Test("signals arrive in order, both ways, and the sequence ends when watching stops")
    func order() async throws {
      let seen = Mutex<[ConsoleSignal]>([])
      let watcher = try SignalWatcher { signal in seen.withLock { $0.append(signal) } }
      let sent: [ConsoleSignal] = [.windowChanged, .interrupt, .terminate, .hangUp, .interrupt]
      var received: [ConsoleSignal] = []
      var signals = watcher.signals.makeAsyncIterator()
      for signal in sent {
        kill(getpid(), signal.number)
        // Signals of different numbers have no order among themselves until they are handled.
        if let next = await signals.next() { received.append(next) }
      }
      #expect(received == sent)
      #expect(seen.withLock { $0 } == sent)
      watcher.stop()
      #expect(await signals.next() == nil)
    }

    @Test("only one watcher is active, and another can follow")
    func exclusive() async throws {
      let first = try SignalWatcher()
      let error = #expect(throws: SignalWatcherError.self) { try SignalWatcher() }
      #expect(error?.code == EBUSY)
      first.stop()
      first.stop()
      let second = try SignalWatcher()
      var signals = second.signals.makeAsyncIterator()
      kill(getpid(), SIGWINCH)
      #expect(await signals.next() == .windowChanged)
      second.stop()
    }

    @Test("what was set before is there again afterwards")
    func restored() throws {
      var before = sigaction()
      sigaction(SIGINT, nil, &before)
      let watcher = try SignalWatcher()
      watcher.stop()
      var after = sigaction()
      sigaction(SIGINT, nil, &after)
      #expect(before.sa_flags == after.sa_flags)
      #expect(
        unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self)
          == unsafeBitCast(after.__sigaction_handler.sa_handler, to: Int.self)
      )
    }

    @Test("SIGINT interrupts a line being read, through watcher and editor")
    func duringLine() async throws {
      try await EditorSession.run { session in
        let editor = session.editor
        let watcher = try SignalWatcher { signal in
          if signal == .interrupt { editor.interrupt() }
        }
        let input = try await session.reading()
        session.terminal.type("half")
        try await session.terminal.shows("> half")
        kill(getpid(), SIGINT)
        #expect(await input.value == .interrupted(lineWasEmpty: false))
        watcher.stop()
      }
    }
  }
}
