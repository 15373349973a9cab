#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads whole files, with errors that name them.
package enum TextFile {
  /// Files of more bytes than this are refused: nobody writes such a policy or scenario.
  private static let limit = 16 * 1024 * 1024

  /// Why a file could not be read.
  package struct Failure: Error, Sendable, CustomStringConvertible {
    package var path: String
    package var reason: String
    package var description: String { "cannot read \(path): \(reason)" }
  }

  /// The file's bytes.
  package static func read(_ path: String, shownAs name: String? = nil) throws(Failure) -> [UInt8] {
    let name = name ?? path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure(path: name, reason: systemError()) }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw Failure(path: name, reason: systemError()) }
    switch info.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw Failure(path: name, reason: "it is a directory")
    default: throw Failure(path: name, reason: "it is no regular file")
    }
    var bytes: [UInt8] = []
    // Most files are small, and clearing the room for a large one takes longer than reading them.
    var chunk = [UInt8](repeating: 0, count: min(max(Int(info.st_size) + 1, 1024), 64 * 1024))
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(path: name, reason: systemError())
      }
      bytes.append(contentsOf: chunk[..<count])
      if bytes.count > limit { throw Failure(path: name, reason: "it has more than \(limit) bytes") }
    }
  }

  /// The file's bytes as Lua text. As for `lua`, a byte order mark and a first line that begins with `#` are no part of
  /// the program.
  package static func readLua(_ path: String, shownAs name: String? = nil) throws(Failure) -> [UInt8] {
    var bytes = try read(path, shownAs: name)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if bytes.starts(with: mark) { bytes.removeFirst(mark.count) }
    if bytes.first == UInt8(ascii: "#") {
      bytes.removeSubrange(..<(bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count))
    }
    return bytes
  }

  /// The path without links and dots.
  package static func realPath(_ path: String, shownAs name: String? = nil) throws(Failure) -> String {
    guard let resolved = realpath(path, nil) else { throw Failure(path: name ?? path, reason: systemError()) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// What the last call of the system says that went wrong.
  package static func systemError() -> String {
    let text = String(cString: strerror(errno))
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
