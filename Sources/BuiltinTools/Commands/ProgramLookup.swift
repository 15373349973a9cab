#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds the file that a command's first argument names.
struct ProgramLookup {
  private let directories: [Substring]
  private let workingDirectory: String?

  /// Looks in `searchPath`, else in this process's `PATH`, else where POSIX systems keep their programs.
  ///
  /// Relative entries are skipped, as swift-subprocess does: which program runs must not depend on where.
  init(searchPath: String?, workingDirectory: String?) {
    let path = searchPath ?? getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    directories = path.split(separator: ":").filter { $0.hasPrefix("/") }
    self.workingDirectory = workingDirectory
  }

  /// The path to execute. A name with a slash is a path, and is returned as it is.
  func find(_ program: String) throws(CommandError) -> String {
    guard !program.contains("/") else {
      try check(path: program)
      return program
    }
    var unfit: CommandError?
    for directory in directories {
      let candidate = "\(directory)/\(program)"
      do throws(CommandError) {
        try check(path: candidate)
        return candidate
      } catch {
        // As shells do: a file that cannot be executed is passed over, but named if nothing better comes.
        if error.code == .notExecutable && unfit == nil {
          unfit = error
        }
      }
    }
    throw unfit ?? CommandError(.programNotFound, program)
  }

  private func check(path: String) throws(CommandError) {
    var resolved = path
    if let workingDirectory, !path.hasPrefix("/") {
      resolved = "\(workingDirectory)/\(path)"
    }
    guard let status = FileStatus(resolved) else {
      throw CommandError(.programNotFound, path)
    }
    guard !status.isDirectory else {
      throw CommandError(.isDirectory, path)
    }
    guard status.isRegularFile, access(resolved, X_OK) == 0 else {
      throw CommandError(.notExecutable, path)
    }
  }
}

/// What kind of file a path leads to.
struct FileStatus {
  private let type: mode_t

  /// `nil` if the path leads nowhere, or nowhere that this process may see.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      return nil
    }
    type = status.st_mode & S_IFMT
  }

  var isDirectory: Bool { type == S_IFDIR }
  var isRegularFile: Bool { type == S_IFREG }
}
