import Glibc
import ScenarioRunner
import Synchronization

/// A folder of scenario files for one test, removed with its files at the end.
struct ScenarioFolder: ~Copyable {
  let path: String

  struct Failure: Error {
    var what: String
    var number = errno
  }

  init() throws {
    var template = Array("/tmp/switchyard-scenario.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(what: "mkdtemp") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    guard let file = fopen("\(path)/\(name)", "w") else { throw Failure(what: name) }
    fputs(text, file)
    fclose(file)
    return "\(path)/\(name)"
  }

  func makeFolder(_ name: String) throws {
    guard mkdir("\(path)/\(name)", 0o755) == 0 else { throw Failure(what: name) }
  }

  /// Runs one scenario file of this text, in this folder.
  func run(_ text: String, options: ScenarioOptions = ScenarioOptions()) async throws -> ScenarioFileReport {
    await ScenarioFile(try write("t.scenario.lua", text), options: options).run { _ in }
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    guard Glibc.remove(path) != 0, let directory = opendir(path) else { return }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    closedir(directory)
    for name in names where name != "." && name != ".." { remove("\(path)/\(name)") }
    rmdir(path)
  }
}

/// Runs one scenario file of this text.
func scenario(_ text: String, options: ScenarioOptions = ScenarioOptions()) async throws -> ScenarioFileReport {
  let folder = try ScenarioFolder()
  return try await folder.run(text, options: options)
}

/// What a run wrote.
final class Lines: Sendable {
  private let all = Mutex<[String]>([])
  var text: String { all.withLock { $0.joined(separator: "\n") } }
  func add(_ line: String) { all.withLock { $0.append(line) } }
}

extension ScenarioFileReport {
  /// The results in words: the test's name and how it went.
  var words: [String] { results.map { "\($0.test.name): \($0.status.rawValue)" } }

  /// The messages of what did not pass.
  var messages: [String] { results.filter { $0.status != .passed }.map { $0.message ?? "" } }
}
