#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why files cannot be watched.
package struct FileWatcherError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What could not be done.
  package enum Code: Sendable, Hashable {
    /// The watcher could not be made.
    case cannotStart
    /// This path cannot be watched, though others can.
    case cannotWatch(String)
  }

  /// What could not be done.
  package var code: Code
  /// The system's error number.
  package var error: Int32

  /// Creates an error.
  package init(_ code: Code, error: Int32) {
    self.code = code
    self.error = error
  }

  package var description: String {
    let reason = String(cString: strerror(error))
    return switch code {
    case .cannotStart: "files cannot be watched: \(reason)"
    case .cannotWatch(let path): "“\(path)” cannot be watched: \(reason)"
    }
  }
}
