package import TaskEngine

/// Calls to ask policies about: a file of JSON lines, one object for each call.
///
/// ```json
/// {"tool_name": "build", "input": {"target": "app"}, "result": {"output": "ok"}}
/// ```
///
/// The keys are those of a policy's `request`: `tool_name` (the only one that must be there), `call_id`, `session_id`,
/// `turn_id`, `input`, `metadata`, and `tool` with `read_only`, `destructive`, `idempotent` and `description`. `result`
/// is what the call ends with, for `delivery_mode` and `continue_policy`: `output`, `is_error`, `metadata`, `status` and
/// `duration` in seconds. Without it they are asked about a success and about a failure. Empty lines are passed over.
package struct SampleFile: Sendable {
  /// One line.
  package struct Sample: Sendable {
    package var line: Int
    package var request: ToolRequest
    /// What it may end with.
    package var endings: [SampleEnding]
  }

  package let name: String
  package let samples: [Sample]
  /// The lines that are no samples.
  package let problems: [PolicyProblem]

  /// Reads a file. Lines that are wrong are ``problems``.
  ///
  /// - Throws: if the file cannot be read.
  package init(_ path: String) throws(TextFile.Failure) { self.init(try TextFile.read(path), name: path) }

  package init(_ text: [UInt8], name: String) {
    self.name = name
    var samples: [Sample] = []
    var problems: [PolicyProblem] = []
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { continue }
      do {
        samples.append(try SampleReader.sample(Array(line), line: index + 1))
      } catch {
        problems.append(
          PolicyProblem(file: name, line: index + 1, column: error.column, error.message, suggestion: error.suggestion)
        )
      }
    }
    self.samples = samples
    self.problems = problems
  }
}

/// How a call may end.
package struct SampleEnding: Sendable {
  package var result: ToolResult
  package var status: TaskStatus
  package var duration: Duration
}
