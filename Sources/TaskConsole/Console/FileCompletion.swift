import Glibc

/// Completes the path of a file.
enum FileCompletion {
  /// More are not looked at: the answer has to be there at once.
  private static let limit = 5000

  /// The paths that begin with `typed`; folders end in a slash. Hidden files only where a dot was typed.
  static func paths(beginningWith typed: String) -> [String] {
    let slash = typed.lastIndex(of: "/")
    let folder = slash.map { String(typed[...$0]) } ?? ""
    let beginning = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
    guard let directory = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(directory) }
    var paths: [String] = []
    for _ in 0..<limit {
      guard let entry = readdir(directory) else { break }
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard name != ".", name != "..", name.hasPrefix(beginning), beginning.hasPrefix(".") || !name.hasPrefix(".")
      else { continue }
      paths.append(folder + name + (isFolder(folder + name) ? "/" : ""))
    }
    return paths.sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
