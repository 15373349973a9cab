import FoundationEssentials
import Glibc
import Synchronization
import Testing

/// A process that is about to be started.
struct ProcessLaunch {
  /// Held while processes are started and terminals opened, so that no process gets another's terminal.
  static let descriptors = Mutex(())

  private let arguments: [String]
  private let environment: [String: String]
  private var actions = posix_spawn_file_actions_t()
  private var attributes = posix_spawnattr_t()
  private var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK

  init(_ path: String, _ arguments: [String], in folder: TemporaryFolder) throws {
    // The one portable way to another folder; `exec` keeps the process what it is.
    self.arguments = ["/bin/sh", "-c", #"cd "$1" && shift && exec "$@""#, "sh", folder.path, path] + arguments
    let inherited = ProcessInfo.processInfo.environment
    environment = [
      "PATH": inherited["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path, "TERM": "xterm", "LC_ALL": "C.UTF-8",
    ]
    try #require(posix_spawn_file_actions_init(&actions) == 0)
    try #require(posix_spawnattr_init(&attributes) == 0)
  }

  func close() {
    var (actions, attributes) = (actions, attributes)
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }

  mutating func open(_ path: String, as fd: Int32, _ mode: Int32) {
    posix_spawn_file_actions_addopen(&actions, fd, path, mode, 0o600)
  }

  mutating func give(_ source: Int32, as fd: Int32) { posix_spawn_file_actions_adddup2(&actions, source, fd) }

  /// Makes the process lead a session, so that the first terminal it opens is the one that controls it.
  mutating func leadSession() {
    // POSIX_SPAWN_SETSID, which the Glibc module hides.
    flags |= 0x80
  }

  mutating func start() throws -> ChildProcess {
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    let vector = arguments.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in vector + variables { free(text) } }
    var process = pid_t()
    let failure = Self.descriptors.withLock { _ in
      posix_spawn(&process, arguments[0], &actions, &attributes, vector, variables)
    }
    try #require(failure == 0, "cannot start \(arguments): error \(failure)")
    return ChildProcess(id: process)
  }
}

/// A process of ours, which is killed when nobody holds this any more.
final class ChildProcess {
  let id: pid_t
  private var status: Int32?

  init(id: pid_t) { self.id = id }

  deinit {
    if status == nil {
      kill(id, SIGKILL)
      waitpid(id, nil, 0)
    }
  }

  func send(_ signal: Int32) { kill(id, signal) }

  /// The exit status, if it has ended; 128 and the signal's number if a signal ended it.
  var endedWith: Int32? {
    var raw: Int32 = 0
    if status == nil, waitpid(id, &raw, WNOHANG) == id {
      status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + raw & 0x7F
    }
    return status
  }

  func exitStatus(within limit: Duration = .seconds(30)) async throws -> Int32 {
    var status: Int32?
    try await eventually("process \(id) ends", within: limit) {
      status = endedWith
      return status != nil
    }
    return status ?? -1
  }
}
