import Glibc
import Synchronization
import Testing

/// A pseudo-terminal: the program's end, and a thread that reads what the program shows into a model of a
/// screen. Waiting is for what the screen shows, with a deadline that only a hang can reach.
final class PseudoTerminal: Sendable {
  private struct Waiter {
    var condition: @Sendable (ScreenModel) -> Bool
    var continuation: CheckedContinuation<Void, any Error>
    var deadline: ContinuousClock.Instant
  }

  private struct State {
    var screen: ScreenModel
    var waiters: [Waiter] = []
    var received: [UInt8] = []
  }

  struct TimedOut: Error, CustomStringConvertible {
    var description: String
  }

  /// The end the program has.
  let programEnd: Int32
  private let userEnd: Int32
  private let state: Mutex<State>

  init(columns: Int = 40, rows: Int = 12) throws {
    var (user, program): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&user, &program, nil, nil, &size) == 0)
    programEnd = program
    userEnd = user
    state = Mutex(State(screen: ScreenModel(columns: columns, rows: rows)))
    let box = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let failure = pthread_create(
      &thread,
      nil,
      { context in
        if let context { Unmanaged<PseudoTerminal>.fromOpaque(context).takeRetainedValue().read() }
        return nil
      },
      box.toOpaque()
    )
    try #require(failure == 0)
    pthread_detach(thread)
  }

  var screen: ScreenModel { state.withLock { $0.screen } }

  /// Every byte the program sent.
  var received: [UInt8] { state.withLock { $0.received } }

  /// Types keys.
  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    #expect(write(userEnd, bytes, bytes.count) == bytes.count)
  }

  func resize(columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    #expect(ioctl(userEnd, UInt(TIOCSWINSZ), &size) == 0)
    state.withLock { $0.screen = ScreenModel(columns: columns, rows: rows) }
  }

  /// Whether the terminal is in the mode in which it collects and echoes lines itself.
  var isCooked: Bool {
    var settings = termios()
    tcgetattr(programEnd, &settings)
    return settings.c_lflag & tcflag_t(ICANON) != 0 && settings.c_lflag & tcflag_t(ECHO) != 0
  }

  /// Waits until the screen's last lines are exactly these.
  func shows(_ expected: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws {
    do {
      try await wait { Array($0.lines.suffix(expected.count)) == expected }
    } catch {
      Issue.record("expected the screen to end with \(expected), but \(error)", sourceLocation: sourceLocation)
      throw error
    }
    #expect(screen.unknown == [], sourceLocation: sourceLocation)
  }

  func wait(until condition: @escaping @Sendable (ScreenModel) -> Bool) async throws {
    try await withCheckedThrowingContinuation { continuation in
      let isMet = state.withLock { state in
        if condition(state.screen) { return true }
        let deadline = ContinuousClock.now + .seconds(20)
        state.waiters.append(Waiter(condition: condition, continuation: continuation, deadline: deadline))
        return false
      }
      if isMet { continuation.resume() }
    }
  }

  /// Ends the reading thread; descriptors are closed by it.
  func hangUp() { close(programEnd) }

  private func read() {
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      var source = pollfd(fd: userEnd, events: Int16(POLLIN), revents: 0)
      let count = poll(&source, 1, 200) > 0 ? Glibc.read(userEnd, &bytes, bytes.count) : 0
      if count < 0, errno != EINTR { break }
      settle(received: Array(bytes[..<max(0, count)]))
    }
    settle(received: [], isOver: true)
    close(userEnd)
  }

  private func settle(received: [UInt8], isOver: Bool = false) {
    let (met, late, screen) = state.withLock { state in
      state.screen.receive(received)
      state.received += received
      let screen = state.screen
      let met = state.waiters.filter { $0.condition(screen) }
      state.waiters.removeAll { $0.condition(screen) }
      let late = state.waiters.filter { isOver || $0.deadline < .now }
      state.waiters.removeAll { isOver || $0.deadline < .now }
      return (met, late, screen)
    }
    for waiter in met { waiter.continuation.resume() }
    for waiter in late {
      let lines = screen.lines.joined(separator: "\n")
      waiter.continuation.resume(throwing: TimedOut(description: "it shows:\n\(lines)\nunknown: \(screen.unknown)"))
    }
  }
}
