#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The directory entries that a path depends on: a change to any of them can change what the path leads to.
///
/// These are the file's own entry, the entry of each symbolic link on the way to it, and if something on the
/// way does not exist, the entry that is missing.
struct WatchedNames: Hashable {
  /// Names by the directory they are in, an absolute path without links.
  private(set) var names: [String: Set<String>] = [:]

  /// As many links as Linux itself follows before it says `ELOOP`.
  private static let mostLinks = 40

  /// Follows `path` as it is now; from this process's working directory if it is relative.
  init(_ path: String) {
    var directory = ""
    var rest = Self.components(path)
    if !path.hasPrefix("/") {
      rest = Self.components(Self.workingDirectory()) + rest
    }
    var links = 0
    while !rest.isEmpty {
      let name = rest.removeFirst()
      if name == ".." {
        directory = String(directory[..<(directory.lastIndex(of: "/") ?? directory.startIndex)])
        continue
      }
      let entry = "\(directory)/\(name)"
      if let target = Self.target(ofLink: entry), links < Self.mostLinks {
        links += 1
        insert(name, in: directory)
        rest = Self.components(target) + rest
        if target.hasPrefix("/") {
          directory = ""
        }
      } else if rest.isEmpty || access(entry, F_OK) != 0 {
        insert(name, in: directory)
        return
      } else {
        directory = entry
      }
    }
  }

  private mutating func insert(_ name: String, in directory: String) {
    names[directory.isEmpty ? "/" : directory, default: []].insert(name)
  }

  private static func components(_ path: String) -> [String] {
    path.split(separator: "/").filter { $0 != "." }.map(String.init)
  }

  private static func target(ofLink path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    return count < 0 ? nil : String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func workingDirectory() -> String {
    guard let path = getcwd(nil, 0) else {
      return "/"
    }
    defer { free(path) }
    return String(cString: path)
  }
}
