import Glibc
import TaskPolicy

/// The person's own editor, which gets the terminal while it runs.
struct PersonsEditor {
  /// Why it did not do its work.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let command: String

  /// `$VISUAL`, else `$EDITOR`, else `vi`: a program, perhaps with options.
  init(environment: [String: String]) {
    command = ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "vi"
  }

  /// Opens a file and waits until the person has left the editor.
  func edit(_ file: String) async throws {
    let process = try start(file)
    let status = await Self.end(of: process)
    if status & 0x7F != 0 { throw Failure(description: "'\(command)' was ended by signal \(status & 0x7F)") }
    switch (status >> 8) & 0xFF {
    case 0: return
    case 127:
      throw Failure(description: "there is no program '\(command)'; set VISUAL or EDITOR to the editor you want")
    case let code: throw Failure(description: "'\(command)' ended with status \(code)")
    }
  }

  private func start(_ file: String) throws -> pid_t {
    // The shell splits the command into its words; the file's name is none of its business.
    let words = ["sh", "-c", "exec \(command) \"$1\"", "sh", file.hasPrefix("-") ? "./\(file)" : file]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The console's own signals are not the editor's.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var process = pid_t()
    let error = posix_spawn(&process, "/bin/sh", nil, &attributes, &arguments, environ)
    guard error == 0 else {
      throw Failure(description: "cannot start '\(command)': \(String(cString: strerror(error)))")
    }
    return process
  }

  /// Waits on a thread of its own: the pool has few.
  private static func end(of process: pid_t) async -> Int32 {
    await withCheckedContinuation { continuation in
      let wait: @Sendable () -> Void = {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        continuation.resume(returning: status)
      }
      if startThread(wait) != 0 { wait() }
    }
  }
}
