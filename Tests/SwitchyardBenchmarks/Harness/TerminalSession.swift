import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program at a terminal of its own.
final class TerminalSession {
  private let path: String
  private let terminal: Int32
  private let process: pid_t

  /// Starts a program; what it keeps for the user goes to `folder`.
  init(_ path: String, _ arguments: [String], keeping folder: TemporaryFolder) throws {
    self.path = path
    var (user, program): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&user, &program, nil, nil, &size) == 0, let name = ttyname(program) else {
      throw ProgramFailure(path: path, reason: "no terminal: \(String(cString: strerror(errno)))")
    }
    terminal = user
    defer { close(program) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens is its own.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    for file in [user, program] { posix_spawn_file_actions_addclose(&actions, file) }
    let places = ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"].map { ($0, folder.path) }
    let environment = Dictionary(uniqueKeysWithValues: places + [("TERM", "xterm")])
    process = try spawn(path, arguments, &actions, environment: environment, leadsSession: true)
  }

  /// Waits until it asks for a line: for the first `>`, which prompts end with and greetings have not.
  func showsPrompt() throws {
    var shown: [UInt8] = []
    while !shown.contains(UInt8(ascii: ">")) {
      guard let more = try more() else { throw ProgramFailure(path: path, reason: "ended without a prompt") }
      shown += more
    }
  }

  /// Leaves the program, by Ctrl-D.
  func leave() throws {
    var key: UInt8 = 4
    write(terminal, &key, 1)
    while try more() != nil {}
    try awaitEnd(of: process, path)
  }

  deinit { close(terminal) }

  /// What it shows next; `nil` when it has ended.
  private func more() throws -> [UInt8]? {
    var ready = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, 10_000) > 0 else { throw ProgramFailure(path: path, reason: "showed nothing for 10 s") }
    var piece = [UInt8](repeating: 0, count: 4096)
    let count = read(terminal, &piece, piece.count)
    return count > 0 ? Array(piece.prefix(count)) : nil
  }
}
