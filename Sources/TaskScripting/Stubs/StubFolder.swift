package import LuaRuntime
import TaskPolicy

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes editor stubs into a folder: the one that is opened in the editor.
package struct StubFolder {
  /// Where the definition files go, in that folder.
  private static let library = ".switchyard"

  /// Why nothing, or not all, was written.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var path: String
    package var reason: String
    package var description: String { "\(path): \(reason)" }
  }

  private struct File {
    var path: String
    var text: String
    /// What it can be told by later.
    var mark: String
  }

  private let path: String

  package init(_ path: String) { self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path }

  /// Writes the stubs of these surfaces, and the settings that point an editor to them. What is there already is
  /// replaced if it was written so; if anything else is in the way, nothing is written.
  ///
  /// - Returns: the paths of the files.
  package func write(_ surfaces: [LuaSurface]) throws(Failure) -> [String] {
    let library = "\(path)/\(Self.library)"
    var files = [
      File(
        path: "\(path)/\(EditorSettings.fileName)",
        text: EditorSettings.text(library: Self.library),
        mark: EditorSettings.mark
      )
    ]
    files += surfaces.map { surface in
      File(path: "\(library)/\(surface.name).lua", text: StubWriter.text(of: surface), mark: StubWriter.mark)
    }
    for file in files { try check(file.path, mark: file.mark) }
    for folder in [path, library] { try makeFolder(folder) }
    for file in files { try replace(file.path, with: file.text) }
    return files.map(\.path)
  }

  /// Refuses to write over what someone else wrote.
  private func check(_ file: String, mark: String) throws(Failure) {
    var info = stat()
    guard lstat(file, &info) == 0 else {
      // What is no folder on the way to it, or cannot be entered, is told when the folder is made.
      return
    }
    let text: [UInt8]
    do { text = try TextFile.read(file) } catch {
      throw Failure(path: file, reason: "it is in the way: \(error.reason)")
    }
    // Near its beginning: a file that only speaks of ours is not ours.
    guard String(decoding: text.prefix(512), as: UTF8.self).contains(mark) else {
      throw Failure(
        path: file,
        reason: "it was not written by 'switchyard stubs'; move it away, or choose another folder"
      )
    }
  }

  /// Makes a folder, and those above it.
  private func makeFolder(_ folder: String) throws(Failure) {
    var info = stat()
    if stat(folder, &info) == 0 {
      guard info.st_mode & S_IFMT == S_IFDIR else { throw Failure(path: folder, reason: "it is no folder") }
      return
    }
    let reason = errno
    guard reason == ENOENT else {
      throw Failure(path: folder, reason: "cannot make the folder: \(systemError(reason))")
    }
    if folder.contains("/"), folder.folder != folder { try makeFolder(folder.folder) }
    guard mkdir(folder, 0o777) == 0 else {
      throw Failure(path: folder, reason: "cannot make the folder: \(systemError(errno))")
    }
  }

  /// Puts a file in place whole: an editor that reads it meanwhile sees the old one or the new one.
  private func replace(_ file: String, with text: String) throws(Failure) {
    let draft = "\(file).\(getpid()).tmp"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Failure(path: file, reason: "cannot write it: \(systemError(errno))") }
    var failure: Int32?
    var bytes = Array(text.utf8)[...]
    while failure == nil, !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 { failure = errno == EINTR ? nil : errno } else { bytes = bytes.dropFirst(count) }
    }
    if close(descriptor) != 0, failure == nil { failure = errno }
    if failure == nil, rename(draft, file) != 0 { failure = errno }
    guard let failure else { return }
    unlink(draft)
    throw Failure(path: file, reason: "cannot write it: \(systemError(failure))")
  }

  private func systemError(_ number: Int32) -> String {
    let text = String(cString: strerror(number))
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
