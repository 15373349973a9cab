import TaskEngine
import TaskScripting

/// A JSON object on each line, told by its `type`: `file_started`, `test`, `file_ended`, `run_ended`.
struct JSONReporter: ScenarioReporter {
  func fileBegan(_ file: String) -> String { line(["type": "file_started", "file": .string(file)]) }

  func testEnded(_ result: ScenarioResult) -> String {
    let test = result.test
    var record = Record([
      "type": "test", "name": .string(test.name), "path": .array(test.path.map { .string($0) }),
      "tags": .array(test.tags.map { .string($0) }), "file": .string(test.file),
      "line": test.line.map { .integer(Int64($0)) }, "status": .string(result.status.rawValue),
      "seconds": .number(result.duration.inSeconds), "message": result.message.map { .string($0) },
      "failed_file": result.file.map { .string($0) }, "failed_line": result.line.map { .integer(Int64($0)) },
      "traceback": result.traceback.map { .array($0.split(separator: "\n").map { .string(String($0)) }) },
      "seed": result.seed.map { .integer(Int64(bitPattern: $0)) }, "log": .array(result.log.map { .string($0) }),
    ])
    record["events"] = .records(result.events.map(\.record))
    return record.jsonText + "\n"
  }

  func fileEnded(_ report: ScenarioFileReport) -> String {
    if report.loadError == nil, report.results.isEmpty { return "" }
    return line([
      "type": "file_ended", "file": .string(report.file), "seconds": .number(report.duration.inSeconds),
      "error": report.loadError.map { .string($0.message) }, "error_file": report.loadError.map { .string($0.file) },
      "error_line": report.loadError?.line.map { .integer(Int64($0)) },
    ])
  }

  func runEnded(_ summary: ScenarioSummary) -> String {
    func number(_ count: Int) -> JSONValue { .integer(Int64(count)) }
    return line([
      "type": "run_ended", "passed": number(summary.count(.passed)), "failures": number(summary.count(.failure)),
      "errors": number(summary.count(.error)), "pending": number(summary.count(.pending)),
      "files_not_loaded": number(summary.reports.count { $0.loadError != nil }),
      "seconds": .number(summary.duration.inSeconds), "interrupted": .boolean(summary.isInterrupted),
    ])
  }

  private func line(_ fields: KeyValuePairs<String, JSONValue?>) -> String { Record(fields).jsonText + "\n" }
}
