import Glibc
import TaskPolicy

/// Where a report goes.
package protocol ReportOutput: Sendable {
  func write(_ text: String) throws(ReportOutputError)
}

/// Why a report cannot be written.
package enum ReportOutputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Nobody reads standard output any more.
  case closed
  /// Anything else, as a sentence.
  case failed(String)

  package var description: String {
    switch self {
    case .closed: "the output was closed by its reader"
    case .failed(let reason): reason
    }
  }
}

/// A report's file, made when the run begins: that it cannot be written is known before the tests have run.
final class ReportFile: ReportOutput {
  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws(ReportOutputError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  deinit { close(descriptor) }

  func write(_ text: String) throws(ReportOutputError) {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + start, bytes.count - start) }
      if count >= 0 {
        start += count
      } else if errno != EINTR {
        throw Self.failure(path)
      }
    }
  }

  private static func failure(_ path: String) -> ReportOutputError {
    .failed("cannot write the report \(path): \(TextFile.systemError())")
  }
}
