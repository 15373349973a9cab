import Glibc
import Testing

/// Programs of the machine that read what we write; tests that need one are skipped where it is not installed.
enum Tool {
  struct Run {
    var status: Int32
    var output: String
  }

  static func isInstalled(_ name: String) -> Bool { (try? run("command -v \(name)").status) == 0 }

  static func missing(_ name: String, package: String) -> Comment {
    "\(name) is not installed (package \(package)): what it says of the report is not known."
  }

  /// Runs a line of shell to its end, its errors among its output.
  static func run(_ line: String) throws -> Run {
    let stream = try #require(popen("{ \(line); } 2>&1", "re"))
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 { output += chunk[..<count] }
    let raw = pclose(stream)
    return Run(
      status: raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + raw & 0x7F,
      output: String(decoding: output, as: UTF8.self)
    )
  }
}
