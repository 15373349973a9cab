import Glibc
import Synchronization

/// Why output could not be written.
package enum OutputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The reader is gone (`switchyard | head`): the program ends quietly with status 0.
  case closed
  /// The system's error number for anything else, such as a full disk.
  case failed(code: Int32)

  /// A sentence.
  package var description: String {
    switch self {
    case .closed: "The output was closed by its reader."
    case .failed(let code): "The output cannot be written: \(SystemError.message(code))."
    }
  }
}

/// Writes whole lines to a descriptor, from any thread; lines of two threads never mix.
///
/// SIGPIPE must not end the program, which ``SignalWatcher`` sees to.
package final class OutputWriter: Sendable {
  /// The process's standard output.
  package static let standard = OutputWriter()

  private let fd: Int32
  private let turn = Mutex(())

  /// - Parameter fd: Where to write. It stays the caller's.
  package init(_ fd: Int32 = STDOUT_FILENO) { self.fd = fd }

  /// Writes `line` and a newline, waiting as long as the descriptor takes nothing.
  ///
  /// - Throws: ``OutputError``.
  package func writeLine(_ line: String) throws(OutputError) { try write(line + "\n") }

  /// Writes `text` as it is, in one piece.
  ///
  /// - Throws: ``OutputError``.
  package func write(_ text: String) throws(OutputError) {
    switch turn.withLock({ _ in DescriptorWriter.writeAll(text, to: fd) }) {
    case nil: return
    case EPIPE: throw .closed
    case let code?: throw .failed(code: code)
    }
  }
}
