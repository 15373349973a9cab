import BuiltinTools
import Glibc
import Synchronization
import Testing

/// Both ways of running a command.
enum RunnerKind: CaseIterable, Sendable {
  case guarded
  case grouped

  func runner(
    limits: CommandLimits = CommandLimits(gracePeriod: .milliseconds(300))
  ) throws -> CommandRunner {
    switch self {
    case .guarded: CommandRunner(guardPath: try guardPath(), limits: limits)
    case .grouped: CommandRunner(guardPath: nil, limits: limits)
    }
  }
}

func guardPath() throws -> String {
  try #require(GuardLocation.besideThisProgram(), "switchyard-guard was not built beside the tests")
}

/// A command that runs in the background of a test, and what it has printed so far.
struct RunningCommand: Sendable {
  private final class Output: Sendable {
    let text = Mutex("")
  }

  private let output: Output
  private let task: Task<CommandOutcome, any Error>

  init(_ runner: CommandRunner, _ command: Command) {
    let output = Output()
    self.output = output
    task = Task {
      try await runner.run(command) { piece in output.text.withLock { $0 += piece } }
    }
  }

  func cancel() {
    task.cancel()
  }

  func outcome() async throws -> CommandOutcome {
    try await task.value
  }

  /// Waits until the command has printed `text`.
  func prints(_ text: String) async throws {
    try await eventually("‘\(text)’ in the output") { output.text.withLock { $0.contains(text) } }
  }

  /// The numbers the command has printed, once there are as many.
  func numbers(_ count: Int) async throws -> [pid_t] {
    var numbers: [pid_t] = []
    try await eventually("\(count) numbers in the output") {
      // A number may still be half printed unless a line ends after it.
      let lines = output.text.withLock { $0.split(separator: "\n", omittingEmptySubsequences: false).dropLast() }
      numbers = lines.compactMap { pid_t($0) }
      return numbers.count >= count
    }
    return numbers
  }
}

struct NeverHappened: Error, CustomStringConvertible {
  let description: String
}

/// Looks again and again until `condition` holds; real processes tell nobody when they change. The limit is only a
/// guard against hanging: two hundred of them that compute take their time to begin.
func eventually(_ what: String, condition: () throws -> Bool) async throws {
  let deadline = ContinuousClock.now + .seconds(90)
  while try !condition() {
    guard ContinuousClock.now < deadline else {
      throw NeverHappened(description: "never happened: \(what)")
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}

/// True while the process runs; a zombie does not.
func isRunning(_ process: pid_t) -> Bool {
  state(of: process).map { $0 != "Z" } ?? false
}

/// The letter that /proc/PID/stat shows, or `nil` if there is no such process.
func state(of process: pid_t) -> Character? {
  guard let stat = contents(of: "/proc/\(process)/stat"), let name = stat.lastIndex(of: ")") else {
    return nil
  }
  return stat[name...].dropFirst(2).first
}

func contents(of path: String) -> String? {
  guard let file = fopen(path, "r") else {
    return nil
  }
  defer { fclose(file) }
  var buffer = [UInt8](repeating: 0, count: 4096)
  let count = fread(&buffer, 1, buffer.count, file)
  return String(decoding: buffer[..<count], as: UTF8.self)
}

/// The names in a directory; none if it cannot be read.
func directoryEntries(_ path: String) -> [String] {
  guard let directory = opendir(path) else {
    return []
  }
  defer { closedir(directory) }
  var entries: [String] = []
  while let entry = readdir(directory) {
    entries.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
  }
  return entries
}

/// A directory that is removed with the files in it when the test has ended.
struct TemporaryDirectory: ~Copyable {
  let path: String

  init() throws {
    var template = Array("/tmp/switchyard-test.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw NeverHappened(description: "mkdtemp: errno \(errno)")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func file(_ name: String) -> String {
    "\(path)/\(name)"
  }

  deinit {
    for entry in directoryEntries(path) {
      unlink(file(entry))
    }
    rmdir(path)
  }
}
