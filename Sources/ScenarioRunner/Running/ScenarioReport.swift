package import TaskEngine

/// One `it`, as it is named and found.
package struct ScenarioTest: Hashable, Sendable {
  /// Its number in the file.
  package var id: Int64
  /// The names of the blocks around it, and its own.
  package var path: [String]
  /// The words after a `#` in these names.
  package var tags: [String] = []
  package var file: String
  package var line: Int?

  /// The joined path.
  package var name: String { path.joined(separator: " ") }
}

/// How one `it` went.
package struct ScenarioResult: Sendable {
  package enum Status: String, Hashable, Sendable {
    case passed
    /// An assertion did not hold, or a policy failed.
    case failure
    /// Something else went wrong.
    case error
    case pending
  }

  package var test: ScenarioTest
  package var status: Status
  /// Why, for all but passed ones.
  package var message: String?
  /// Where that was.
  package var file: String?
  package var line: Int?
  package var traceback: String?
  /// The seed of the schedule under which it was like this, where schedules were explored.
  package var seed: UInt64?
  /// What the scenario and its policy printed.
  package var log: [String] = []
  /// The event log, if it was asked for.
  package var events: [TaskEvent] = []
  /// How long it took in real time.
  package var duration: Duration = .zero

  /// Whether it is one that people have to look at.
  package var isBad: Bool { status == .failure || status == .error }
}

/// Why a file could not be loaded.
package struct ScenarioLoadError: Error, Hashable, Sendable, CustomStringConvertible {
  package var message: String
  package var file: String
  package var line: Int?
  /// The whole sentence, with the place where it is known.
  package var description: String
}

/// How one file went.
package struct ScenarioFileReport: Sendable {
  package var file: String
  package var results: [ScenarioResult] = []
  /// Why the file could not be loaded: then there are no results.
  package var loadError: ScenarioLoadError?
  package var duration: Duration = .zero

  package init(file: String) { self.file = file }

  package func count(_ status: ScenarioResult.Status) -> Int { results.count { $0.status == status } }
}

/// All files together.
package struct ScenarioSummary: Sendable {
  package var reports: [ScenarioFileReport] = []
  /// Whether a signal ended the run before its time.
  package var isInterrupted = false
  package var duration: Duration = .zero

  package init(_ reports: [ScenarioFileReport] = []) { self.reports = reports }

  package var results: [ScenarioResult] { reports.flatMap(\.results) }

  package func count(_ status: ScenarioResult.Status) -> Int { reports.reduce(0) { $0 + $1.count(status) } }

  /// The exit status that section "Exit status" of the documentation gives this.
  package var exitStatus: Int32 {
    if reports.contains(where: { $0.loadError != nil }) || reports.allSatisfy(\.results.isEmpty) { return 2 }
    return count(.failure) + count(.error) > 0 ? 1 : 0
  }
}
