import TaskPolicy

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Finds scenario files.
package enum ScenarioFinder {
  /// What files are named like.
  package static let suffix = ".scenario.lua"

  /// Why a path gives no files.
  package struct Failure: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// A scenario file: by what name it was found, and where it is, so that it is known again by another name.
  struct File {
    var path: String
    var realPath: String
  }

  /// The scenario files that `path` means: itself, or all in the folder and below it, in the order of their paths.
  ///
  /// - Parameter complain: takes lines about folders below it that cannot be read; the others go on.
  static func files(at path: String, complain: (String) -> Void) throws(Failure) -> [File] {
    let realPath: String
    do {
      realPath = try TextFile.realPath(path)
    } catch {
      let isMissing = errno == ENOENT || errno == ENOTDIR
      throw Failure(description: "\(path): \(isMissing ? "there is no such file or folder" : error.reason)")
    }
    let shown = path.hasSuffix("/") ? String(path.dropLast()) : path
    var found = Found()
    guard found.search("", of: realPath, shownAs: shown) else { return [File(path: path, realPath: realPath)] }
    for problem in found.problems { complain("error: \(problem)") }
    if found.names.isEmpty, found.problems.isEmpty {
      throw Failure(description: "\(path): there is no *\(suffix) file in this folder")
    }
    return found.names.sorted { $0.text < $1.text }.map { name in
      let place = "\(realPath)/\(name.text)"
      // That a link leads nowhere is told when the file is read.
      let target = name.isLink ? try? TextFile.realPath(place) : nil
      return File(path: shown == "." ? name.text : "\(shown)/\(name.text)", realPath: target ?? place)
    }
  }
}

/// What there is in a folder and below it.
private struct Found {
  /// A file's path from the folder that is searched.
  struct Name {
    var text: String
    var isLink: Bool
  }

  var names: [Name] = []
  var problems: [String] = []

  /// Adds the scenario files of a folder and of all below it, which links to folders are not; false if it is no folder.
  ///
  /// - Parameter prefix: the path of the folder from the one that is searched, with a slash if it is another.
  mutating func search(_ prefix: String, of root: String, shownAs shown: String) -> Bool {
    guard let folder = opendir("\(root)/\(prefix)") else {
      if errno == ENOTDIR { return false }
      problems.append("\(shown)/\(prefix): \(TextFile.systemError())")
      return true
    }
    defer { closedir(folder) }
    while true {
      errno = 0
      guard let entry = readdir(folder) else {
        if errno != 0 { problems.append("\(shown)/\(prefix): \(TextFile.systemError())") }
        return true
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let path = prefix + name
      let kind = kind(of: entry.pointee.d_type, "\(root)/\(path)")
      if kind == DT_DIR {
        _ = search(path + "/", of: root, shownAs: shown)
      } else if name.hasSuffix(ScenarioFinder.suffix) {
        names.append(Name(text: path, isLink: kind == DT_LNK))
      }
    }
  }

  /// What an entry is. Some file systems do not say it at once.
  private func kind(of type: UInt8, _ path: String) -> Int {
    if Int(type) != DT_UNKNOWN { return Int(type) }
    var info = stat()
    guard lstat(path, &info) == 0 else { return DT_UNKNOWN }
    switch info.st_mode & S_IFMT {
    case S_IFDIR: return DT_DIR
    case S_IFLNK: return DT_LNK
    default: return DT_REG
    }
  }
}
