#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Changes found by looking at the files now and then, for systems without anything better.
struct PollingSource: ChangeSource {
  /// What tells one state of a file from the next.
  private struct Look: Hashable {
    var device: UInt64
    var inode: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int
  }

  private var looks: [String: Look?] = [:]

  var descriptor: Int32? { nil }
  var interval: Duration? { .milliseconds(200) }

  mutating func watch(_ paths: Set<String>) -> [FileWatcherError] {
    // A file that is watched already keeps its last look, or a change between two would be lost.
    looks = Dictionary(uniqueKeysWithValues: paths.map { ($0, looks[$0] ?? Self.look(at: $0)) })
    return []
  }

  mutating func takeChanges() -> Bool {
    let now = looks.keys.map { ($0, Self.look(at: $0)) }
    let before = looks
    looks = Dictionary(uniqueKeysWithValues: now)
    return looks != before
  }

  mutating func close() {}

  private static func look(at path: String) -> Look? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      return nil
    }
    #if canImport(Glibc)
      let modified = status.st_mtim
    #else
      let modified = status.st_mtimespec
    #endif
    return Look(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      inode: UInt64(truncatingIfNeeded: status.st_ino),
      size: Int64(status.st_size),
      seconds: modified.tv_sec,
      nanoseconds: modified.tv_nsec
    )
  }
}
