import FoundationEssentials
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

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
  }

  func makeFolder(_ name: String) throws {
    guard mkdir("\(path)/\(name)", 0o755) == 0 else { throw Failure(what: name) }
  }

  /// Runs one scenario file of this text, in this folder.
  func run(_ text: String, options: ScenarioOptions = ScenarioOptions()) async throws -> ScenarioFileReport {
    await ScenarioFile(try write("t.scenario.lua", text), options: options).run()
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
final class Lines: ReportOutput {
  private let all = Mutex("")
  var text: String { all.withLock { $0 } }
  var lines: [String] { text.split(separator: "\n").map(String.init) }
  func write(_ text: String) { all.withLock { $0 += text } }
  func add(_ line: String) { write(line + "\n") }
}

/// What a run of files came to.
struct FinishedRun {
  var status: Int32
  var output: String
  var complaints: String
}

/// Runs scenario files as `switchyard test` does.
func run(
  _ paths: [String],
  options: ScenarioOptions = ScenarioOptions(),
  reports: [ReportRequest] = [ReportRequest(.pretty)],
  pretty: PrettyReporter.Style = .init(),
  stop: RunStop = RunStop(),
  coverage: CoverageRequest? = nil
) async -> FinishedRun {
  let (output, complaints) = (Lines(), Lines())
  let run = ScenarioRun(options: options, stop: stop, output: output, complain: complaints.add)
  let status = await run.run(paths, reports: reports, pretty: pretty, coverage: coverage)
  return FinishedRun(status: status, output: output.text, complaints: complaints.text)
}

extension ScenarioFileReport {
  /// The results in words: the test's name and how it went.
  var words: [String] { results.map { "\($0.test.name): \($0.status.rawValue)" } }

  /// The messages of what did not pass.
  var messages: [String] { results.filter { $0.status != .passed }.map { $0.message ?? "" } }
}
