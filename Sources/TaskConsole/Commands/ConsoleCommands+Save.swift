import Glibc
import TaskEngine
import TaskPolicy
import TaskScripting

extension Console {
  /// Writes the session so far as a scenario, and runs it.
  func save(_ words: [String]) async throws {
    let replaces = words.contains("--force")
    let paths = words.filter { $0 != "--force" }
    guard paths.count == 1, let path = paths.first, !path.hasPrefix("-") else {
      throw UsageError("save", "it takes one file")
    }
    let scenario = try SessionScenario(of: host.world, named: path.scenarioName) { policy, text in
      // A file that has changed since is not the policy that was in force.
      guard let now = try? TextFile.readLua(policy), now == text else { return nil }
      return RelativePath.from(folder: path.folder, to: policy)
    }
    try NewFile.write(scenario.text, to: path, replacing: replaces)
    let calls = "\(scenario.callCount) call\(scenario.callCount == 1 ? "" : "s")"
    let failure = await options.runScenario?(path)
    for remark in scenario.remarks { output.show("note: \(remark)", as: "note") }
    if !path.hasSuffix(".scenario.lua") {
      output.show("note: 'switchyard test' finds only files named *.scenario.lua in a folder", as: "note")
    }
    if let failure {
      throw SaveError(description: "saved \(calls) to \(path), but it does not pass as it stands: \(failure)")
    }
    output.show("saved \(calls) to \(path); it passes ('switchyard test \(path)')", as: "saved")
  }
}

/// Why a session was not saved, or not well.
struct SaveError: Error, CustomStringConvertible {
  let description: String
}

/// Writes files whole or not at all.
enum NewFile {
  static func write(_ text: String, to path: String, replacing: Bool) throws(SaveError) {
    func fail(_ reason: String) -> SaveError { SaveError(description: "cannot write \(path): \(reason)") }
    func fail(_ code: Int32) -> SaveError {
      let reason = SystemError.message(code)
      return fail(reason.prefix(1).lowercased() + reason.dropFirst())
    }
    if !replacing, access(path, F_OK) == 0 {
      throw fail("it is there already (':save --force \(path)' replaces it)")
    }
    let draft = "\(path).\(getpid())~"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw fail(errno) }
    defer { unlink(draft) }
    let problem = DescriptorWriter.writeAll(text, to: descriptor) ?? (fsync(descriptor) == 0 ? nil : errno)
    let isClosed = close(descriptor) == 0
    if let problem { throw fail(problem) }
    guard isClosed else { throw fail(errno) }
    // A link, unlike renaming, never takes the place of a file that came meanwhile.
    let isPlaced = replacing ? rename(draft, path) == 0 : link(draft, path) == 0
    guard isPlaced else { throw fail(errno) }
  }
}

/// Paths as seen from a folder.
enum RelativePath {
  /// How a file is named from a folder; `nil` if one of them is not there.
  static func from(folder: String, to path: String) -> String? {
    guard let base = try? TextFile.realPath(folder), let target = try? TextFile.realPath(path) else { return nil }
    let from = base.split(separator: "/")
    let to = target.split(separator: "/")
    let shared = zip(from, to).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: from.count - shared)
    return (up + to[shared...].map(String.init)).joined(separator: "/")
  }
}

extension String {
  /// What a scenario of this file is called: `slow-builds` for `tests/slow-builds.scenario.lua`.
  fileprivate var scenarioName: String {
    var name = split(separator: "/").last.map(String.init) ?? self
    for suffix in [".lua", ".scenario"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
    return name.isEmpty ? "a session" : name
  }
}
