import SystemPackage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where `switchyard-guard` is.
package enum GuardLocation {
  /// The guard in the directory of the running program, or in one of the two above it.
  ///
  /// Programs are installed and built side by side; a test bundle runs from the same build directory, or on
  /// other systems from inside a bundle there. `nil` if there is none, and where there is no `/proc`.
  package static func besideThisProgram() -> String? {
    guard let program = runningProgram() else {
      return nil
    }
    var directory = program.removingLastComponent()
    for _ in 0..<3 {
      let candidate = directory.appending("switchyard-guard").string
      if access(candidate, X_OK) == 0 {
        return candidate
      }
      directory = directory.removingLastComponent()
    }
    return nil
  }

  private static func runningProgram() -> FilePath? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0, count < buffer.count else {
      return nil
    }
    return FilePath(String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }
}
