import FoundationEssentials
import Glibc
import Synchronization
import Testing

/// The REPL at a terminal of its own, typed at as by a person.
final class TerminalSession {
  let process: ChildProcess
  private(set) var screen = Screen()
  private var terminal: Int32

  /// Starts the REPL in `folder` and waits for its prompt.
  ///
  /// - Parameters:
  ///   - isOnOneCore: whether all its threads share one core.
  ///   - shellScript: what bash runs, where the REPL has a shell to go back to; there it is `"$@"`.
  init(
    in folder: TemporaryFolder,
    _ options: String...,
    isOnOneCore: Bool = false,
    shellScript: String? = nil
  ) async throws {
    let (terminal, name) = try Self.openTerminal()
    self.terminal = terminal
    let shell = shellScript.map { ["/bin/bash", "-c", $0, "bash"] } ?? []
    let command = try shell + (isOnOneCore ? Self.onOneCore() : []) + [Program.path, "repl", "--no-init"] + options
    var launch = try ProcessLaunch(command[0], Array(command.dropFirst()), in: folder)
    defer { launch.close() }
    launch.leadSession()
    launch.open(name, as: 0, O_RDWR)
    launch.give(0, as: 1)
    launch.give(0, as: 2)
    process = try launch.start()
    try await showsPrompt()
  }

  deinit { hangUp() }

  private static func onOneCore() throws -> [String] {
    let status = String(decoding: FileManager.default.contents(atPath: "/proc/self/status") ?? Data(), as: UTF8.self)
    let cores = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
    let first = try #require(cores.split { !$0.isNumber }.first)
    return ["taskset", "-c", String(first)]
  }

  /// The person's end of a new terminal, and the name of the program's.
  private static func openTerminal() throws -> (terminal: Int32, name: String) {
    try ProcessLaunch.descriptors.withLock { _ in
      var (user, program): (Int32, Int32) = (-1, -1)
      // So wide that no line is wrapped.
      var size = winsize(ws_row: 50, ws_col: 400, ws_xpixel: 0, ws_ypixel: 0)
      try #require(openpty(&user, &program, nil, nil, &size) == 0)
      defer { close(program) }
      for fd in [user, program] { try #require(fcntl(fd, F_SETFD, FD_CLOEXEC) == 0) }
      try #require(fcntl(user, F_SETFL, O_NONBLOCK) == 0)
      return (user, String(cString: try #require(ttyname(program))))
    }
  }

  /// Closes the terminal, as closing its window does.
  func hangUp() {
    if terminal >= 0 { close(terminal) }
    terminal = -1
  }

  /// Presses keys.
  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    #expect(write(terminal, bytes, bytes.count) == bytes.count)
  }

  func pressControlC() { type("\u{3}") }
  func pressControlZ() { type("\u{1A}") }

  func resize(columns: Int) {
    var size = winsize(ws_row: 50, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    #expect(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
  }

  /// Whether the terminal collects and echoes lines by itself, as it does for a shell's commands.
  var isCooked: Bool {
    var settings = termios()
    tcgetattr(terminal, &settings)
    return settings.c_lflag & tcflag_t(ICANON) != 0 && settings.c_lflag & tcflag_t(ECHO) != 0
  }

  func pressControlD() { type("\u{4}") }

  /// Types a part of a line and waits until it is shown.
  func typeAhead(_ text: String) async throws {
    type(text)
    try await shows("'\(text)' being typed") { Self.typed(at: $0.last) == text }
  }

  /// Types a line and waits until it has been taken.
  func begin(_ line: String) async throws {
    try await typeAhead(line)
    type("\r")
    try await shows("'\(line)' taken") { Self.typed(at: $0.last) != line }
  }

  /// Types a line and waits for the next prompt; the lines that were shown meanwhile.
  @discardableResult
  func enter(_ line: String) async throws -> [String] {
    try await begin(line)
    try await showsPrompt()
    let lines = screen.lines
    let began = lines.lastIndex { Self.typed(at: $0) == line } ?? lines.startIndex
    return Array(lines[began...].dropFirst().dropLast())
  }

  func showsPrompt() async throws { try await shows("the prompt") { Self.typed(at: $0.last) == "" } }

  /// What is typed at the prompt that `line` begins with, whatever it says of tasks: `main/t1 1 running> :ta`.
  static func typed(at line: String?) -> String? {
    guard let line, line.hasPrefix("main/t1"), let end = line.firstIndex(of: ">") else { return nil }
    return String(line[end...].dropFirst(2))
  }

  /// Waits for a line that contains all of `parts`.
  func showsLine(with parts: String...) async throws {
    try await shows("a line with \(parts)") { lines in
      lines.contains { line in parts.allSatisfy(line.contains) }
    }
  }

  func shows(_ what: String, where condition: ([String]) -> Bool) async throws {
    do {
      try await eventually(what) {
        receive()
        return condition(screen.lines)
      }
    } catch let error as NeverHappened {
      throw NeverHappened(description: "\(error.description); the screen shows:\n\(screen.text)")
    }
    #expect(screen.unknown == [])
  }

  /// Waits for the end of the program.
  func exitStatus() async throws -> Int32 {
    try await shows("the end of the program") { _ in process.endedWith != nil }
    return try await process.exitStatus()
  }

  /// Takes what has been sent; an ended program sends nothing.
  private func receive() {
    var bytes = [UInt8](repeating: 0, count: 4096)
    while terminal >= 0 {
      let count = read(terminal, &bytes, bytes.count)
      if count <= 0 { return }
      screen.receive(bytes[..<count])
    }
  }
}
