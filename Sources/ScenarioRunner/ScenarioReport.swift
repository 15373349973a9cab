/// One `it`, as it is named and found.
package struct ScenarioTest: Hashable, Sendable {
  /// Its number in the file.
  package var id: Int64
  /// The names of the blocks around it, and its own.
  package var path: [String]
  package var file: String
  package var line: Int?

  /// The joined path.
  package var name: String { path.joined(separator: " ") }
}

/// How one `it` went.
package struct ScenarioResult: Hashable, Sendable {
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
  /// What the scenario and its policy printed.
  package var log: [String] = []
  /// How long it took in real time.
  package var duration: Duration = .zero
}

/// How one file went.
package struct ScenarioFileReport: Sendable {
  package var file: String
  package var results: [ScenarioResult] = []
  /// Why the file could not be loaded: then there are no results.
  package var loadError: String?
  package var duration: Duration = .zero
}

/// All files together.
package struct ScenarioSummary: Sendable {
  package var reports: [ScenarioFileReport] = []

  package init(_ reports: [ScenarioFileReport] = []) { self.reports = reports }

  package var results: [ScenarioResult] { reports.flatMap(\.results) }

  package func count(_ status: ScenarioResult.Status) -> Int { results.count { $0.status == status } }

  /// The exit status that section "Exit status" of the documentation gives this.
  package var exitStatus: Int32 {
    if reports.contains(where: { $0.loadError != nil }) || results.isEmpty { return 2 }
    return count(.failure) + count(.error) > 0 ? 1 : 0
  }
}
