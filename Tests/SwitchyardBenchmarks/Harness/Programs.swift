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
  var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
  defer { for word in words { free(word) } }
  var process: pid_t = 0
  let failure = posix_spawn(&process, path, &actions, nil, &words, environ)
  guard failure == 0 else { throw ProgramFailure(path: path, reason: String(cString: strerror(failure))) }
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
