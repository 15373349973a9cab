import Glibc
import Synchronization
import TaskPolicy

/// Counts callbacks, and waits for them with a bound.
final class Changes: Sendable {
  private let state = Mutex((count: 0, last: ContinuousClock.now))

  var count: Int { state.withLock { $0.count } }

  func note() {
    state.withLock { $0 = ($0.count + 1, ContinuousClock.now) }
  }

  func wait(for count: Int) async throws {
    try await eventually("\(count) changes") { self.count >= count }
  }

  /// Returns when a change made before would have been reported: after a quiet time longer than any watcher's.
  func settle() async throws {
    let begin = ContinuousClock.now
    try await eventually("quiet") {
      let last = max(begin, state.withLock { $0.last })
      return ContinuousClock.now - last > .milliseconds(350)
    }
  }
}

struct NeverHappened: Error, CustomStringConvertible {
  let description: String
}

func eventually(_ what: String, condition: () throws -> Bool) async throws {
  let deadline = ContinuousClock.now + .seconds(20)
  while try !condition() {
    guard ContinuousClock.now < deadline else {
      throw NeverHappened(description: "never happened: \(what)")
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}

/// Writes a file in place, or as editors do: another one that then takes its name.
func save(_ text: String, to path: String, inPlace: Bool = true) throws {
  let written = inPlace ? path : path + "~"
  guard let file = fopen(written, "w") else {
    throw NeverHappened(description: "fopen \(written): errno \(errno)")
  }
  fputs(text, file)
  fclose(file)
  if !inPlace, rename(written, path) != 0 {
    throw NeverHappened(description: "rename \(written): errno \(errno)")
  }
}

/// A folder for one test, removed with its files at the end.
struct WatchedFolder: ~Copyable {
  private let root: String

  init() throws {
    var template = Array("/tmp/switchyard-watch.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw NeverHappened(description: "mkdtemp: errno \(errno)")
    }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    Self.remove(root)
  }

  func path(_ name: String) -> String {
    "\(root)/\(name)"
  }

  func write(_ name: String, _ text: String, mode: String = "w") throws {
    guard let file = fopen(path(name), mode) else {
      throw NeverHappened(description: "fopen \(name): errno \(errno)")
    }
    fputs(text, file)
    fclose(file)
  }

  func rename(_ old: String, _ new: String) throws {
    try check(Glibc.rename(path(old), path(new)), "rename \(old)")
  }

  func delete(_ name: String) throws {
    try check(unlink(path(name)), "unlink \(name)")
  }

  func link(_ old: String, _ new: String) throws {
    try check(Glibc.link(path(old), path(new)), "link \(old)")
    try delete(old)
  }

  func makeLink(_ name: String, to target: String) throws {
    try check(symlink(target, path(name)), "symlink \(name)")
  }

  func makeFolder(_ name: String) throws {
    try check(mkdir(path(name), 0o755), "mkdir \(name)")
  }

  func deleteFolder(_ name: String) throws {
    try check(rmdir(path(name)), "rmdir \(name)")
  }

  static func read(_ path: String) -> String {
    guard let file = fopen(path, "r") else {
      return ""
    }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    return String(decoding: buffer[..<fread(&buffer, 1, buffer.count, file)], as: UTF8.self)
  }

  static func entries(_ path: String) -> [String] {
    guard let directory = opendir(path) else {
      return []
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." {
        names.append(name)
      }
    }
    return names
  }

  private static func remove(_ path: String) {
    if Glibc.remove(path) != 0 {
      for entry in entries(path) {
        remove("\(path)/\(entry)")
      }
      rmdir(path)
    }
  }

  private func check(_ result: Int32, _ what: String) throws {
    guard result == 0 else {
      throw NeverHappened(description: "\(what): errno \(errno)")
    }
  }
}
