import SystemPackage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A command's standard input as an open file.
///
/// Not a pipe: nobody has to feed it while the command runs, a command that does not read its input cannot
/// hold anything up, and no write can raise SIGPIPE in this process.
enum StandardInputFile {
  /// A nameless file that holds `bytes`, at its beginning; `/dev/null` if `nil`. The caller closes it.
  static func open(_ bytes: [UInt8]?) throws -> FileDescriptor {
    guard let bytes else {
      return try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
    }
    let file = try nameless()
    do {
      try file.writeAll(bytes)
      try file.seek(offset: 0, from: .start)
      return file
    } catch {
      try file.close()
      throw error
    }
  }

  /// A file that nobody else can open and that needs no cleaning up: made under a name of its own, then unlinked.
  private static func nameless() throws -> FileDescriptor {
    let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let path = FilePath(directory).appending("switchyard-input-\(UInt64.random(in: 0...UInt64.max))")
    let file = try FileDescriptor.open(
      path,
      .readWrite,
      options: [.create, .exclusiveCreate, .closeOnExec],
      permissions: .ownerReadWrite
    )
    unlink(path.string)
    return file
  }
}
