import FoundationEssentials
import Glibc

/// A command that lives long and is found again by its argument, which no other process has.
struct Marker {
  private let argument = "1000.\(UInt64.random(in: 0..<1_000_000_000_000))"

  /// The command, as a shell reads it.
  var command: String { "sleep \(argument)" }

  /// The same as a command that does not listen to SIGTERM, and neither does its child.
  var stubbornCommand: String { "trap '' TERM; \(command) & \(command)" }

  /// A script that does the same as four daemons, two of them stopped, which do not listen and belong neither to its
  /// session nor to its group.
  var scatteringScript: String {
    let daemon = "setsid sh -c 'trap \"\" TERM HUP INT; \(command); :' &"
    return "for i in 1 2; do (\(daemon)); (setsid sh -c 'kill -STOP $$; \(command)' &); done; \(command)\n"
  }

  /// The processes that have the marker in their command lines: the command, its shell and its guard.
  var processes: [pid_t] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.filter { process in
        guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
        return String(decoding: line, as: UTF8.self).contains(argument)
      }
    }
  }
}
