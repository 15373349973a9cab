import Synchronization
import SystemPackage

/// A file that gets a command's output from the beginning, up to a limit.
package final class OutputFile: Sendable {
  /// What became of the file.
  package struct Summary: Sendable, Hashable {
    /// Its path, as it was given.
    package var path: String
    /// Bytes that were written to it.
    package var writtenBytes: Int
    /// Bytes that are not in it, since it has reached its limit or the system took no more.
    package var missingBytes: Int
    /// What the system said when it took no more.
    package var failure: String?
  }

  private let file: FileDescriptor
  private let limit: Int
  private let state: Mutex<Summary>

  /// Creates the file, or empties it.
  init(_ path: String, in directory: String?, limit: Int) throws(CommandError) {
    var full = FilePath(path)
    if let directory, full.isRelative { full = FilePath(directory).pushing(full) }
    do {
      guard !path.isEmpty, !path.utf8.contains(0) else { throw Errno.noSuchFileOrDirectory }
      // Not blocking: a pipe that nobody reads must not hold everything up.
      file = try FileDescriptor.open(
        full,
        .writeOnly,
        options: [.create, .truncate, .closeOnExec, .nonBlocking],
        permissions: .ownerReadWrite
      )
    } catch {
      throw CommandError(.outputFileFailed, path, detail: "\(error)")
    }
    self.limit = limit
    state = Mutex(Summary(path: path, writtenBytes: 0, missingBytes: 0))
  }

  deinit {
    // Nothing is buffered here, so there is nothing that closing could lose.
    try? file.close()
  }

  /// Writes as much as there is room for. A full disk ends the file, not the command.
  func append(_ bytes: [UInt8]) {
    state.withLock { state in
      let room = state.failure == nil ? max(0, limit - state.writtenBytes) : 0
      let part = bytes.prefix(room)
      state.missingBytes += bytes.count - part.count
      guard !part.isEmpty else { return }
      do {
        state.writtenBytes += try file.writeAll(part)
      } catch {
        state.missingBytes += part.count
        state.failure = "\(error)"
      }
    }
  }

  var summary: Summary { state.withLock { $0 } }
}
