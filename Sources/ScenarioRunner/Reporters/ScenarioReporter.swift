/// One format of reports: told what happens, in the order of the files, it answers with the text to write.
///
/// Text is complete lines, except for a line that the reporter itself takes back (progress on a terminal).
package protocol ScenarioReporter: Sendable {
  /// Before anything else.
  mutating func runBegan() -> String
  /// Before the first test of a file in which tests were selected.
  mutating func fileBegan(_ file: String) -> String
  /// A test is about to run.
  mutating func testBegan(_ test: ScenarioTest) -> String
  mutating func testEnded(_ result: ScenarioResult) -> String
  /// Told for each file, also for one that could not be loaded or in which nothing was selected.
  mutating func fileEnded(_ report: ScenarioFileReport) -> String
  /// Last, also when the run was interrupted.
  mutating func runEnded(_ summary: ScenarioSummary) -> String
}

extension ScenarioReporter {
  package mutating func runBegan() -> String { "" }
  package mutating func fileBegan(_ file: String) -> String { "" }
  package mutating func testBegan(_ test: ScenarioTest) -> String { "" }
  package mutating func testEnded(_ result: ScenarioResult) -> String { "" }
  package mutating func fileEnded(_ report: ScenarioFileReport) -> String { "" }
}
