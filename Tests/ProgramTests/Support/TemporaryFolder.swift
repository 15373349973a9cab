import FoundationEssentials
import Glibc
import Synchronization
import Testing

/// A folder that is removed afterwards.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "switchyard-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  static func / (folder: TemporaryFolder, name: String) -> String { "\(folder.path)/\(name)" }

  /// Writes a file in place, as `cat >` does.
  func write(_ text: String, to name: String) throws {
    // A program that another test starts meanwhile must not get the file, or its end would be a change to the file.
    try ProcessLaunch.descriptors.withLock { _ in
      let fd = open(self / name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      try #require(fd >= 0, "cannot write \(self / name)")
      defer { close(fd) }
      let bytes = Array(text.utf8)
      try #require(Glibc.write(fd, bytes, bytes.count) == bytes.count)
    }
  }

  /// Writes a file beside `name` and renames it over it, as editors do.
  func replace(_ name: String, with text: String) throws {
    try write(text, to: name + "~")
    try #require(rename(self / (name + "~"), self / name) == 0)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: self / name)), as: UTF8.self)
  }

  /// Who may do what with a file, as `chmod` writes it.
  func permissions(of name: String) throws -> mode_t {
    var status = stat()
    try #require(stat(self / name, &status) == 0)
    return status.st_mode & 0o777
  }

  /// Copies the examples' folder `name` here.
  func copyExamples(_ names: String...) throws {
    for name in names {
      try FileManager.default.copyItem(atPath: "\(Program.examples)/\(name)", toPath: self / name)
    }
  }
}
