import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a program of the machine is.
func installed(_ name: String, package: String) throws -> String {
  let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  let path = folders.map { "\($0)/\(name)" as String }.first { access($0, X_OK) == 0 }
  guard let path else { throw MissingProgram(name: name, package: package) }
  return path
}

/// A program that need not be installed, and is not.
struct MissingProgram: Error, CustomStringConvertible {
  var name: String
  /// Debian's package that has it.
  var package: String
  var description: String { "\(name) is not installed (package \(package))" }
}

/// Runs a program to its end, its output thrown away.
func run(_ path: String, _ arguments: [String]) throws {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
  try awaitEnd(of: spawn(path, arguments, &actions), path)
}

/// Starts a program.
func spawn(
  _ path: String,
  _ arguments: [String],
  _ actions: inout posix_spawn_file_actions_t,
  environment: [String: String] = [:],
  leadsSession: Bool = false
) throws -> pid_t {
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  if leadsSession { posix_spawnattr_setflags(&attributes, newSession) }
  let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
  var settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") } + [nil]
  defer { for word in words + settings { free(word) } }
  var process: pid_t = 0
  let failure = posix_spawn(&process, path, &actions, &attributes, &words, &settings)
  guard failure == 0 else { throw ProgramFailure(path: path, reason: String(cString: strerror(failure))) }
  return process
}

#if canImport(Darwin)
  private let newSession = Int16(POSIX_SPAWN_SETSID)
#else
  /// POSIX_SPAWN_SETSID, which the Glibc module hides.
  private let newSession: Int16 = 0x80
#endif

/// Waits for a program's good end.
func awaitEnd(of process: pid_t, _ path: String) throws {
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0, errno == EINTR {}
  guard status == 0 else { throw ProgramFailure(path: path, reason: "wait status \(status)") }
}

/// A program that could not be measured, because it did not do its work.
struct ProgramFailure: Error, CustomStringConvertible {
  var path: String
  var reason: String
  var description: String { "\(path): \(reason)" }
}

/// A folder for one measurement, removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "switchyard-bench-\(UUID())")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    path = place.path
  }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      FileHandle.standardError.write(Data("cannot remove \(path): \(error)\n".utf8))
    }
  }
}
