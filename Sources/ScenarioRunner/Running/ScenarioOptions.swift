package import LuaRuntime

/// How scenarios are run.
package struct ScenarioOptions: Sendable {
  /// Only tests whose joined path contains this.
  package var filter: String?
  /// Only tests that have one of these tags; all if there are none.
  package var tags: [String] = []
  /// Decides what Lua leaves open, and the order of ready jobs where it is given.
  package var seed: UInt64?
  /// How many schedules each file is run under, with the seeds from `seed` (or 1) on.
  package var schedules: Int?
  /// How often each file is run.
  package var repeats = 1
  /// How many files run at once.
  package var jobs = 1
  /// Takes the place of what the files load at their top level.
  package var policy: String?
  /// The machine's time, and real tools.
  package var isRealTime = false
  /// Stop at the first test that does not pass.
  package var bails = false
  /// Whether results have the event log.
  package var keepsEvents = false
  /// Counts the lines of policies that run.
  package var coverage: LuaCoverage?
  /// How long one test may take in real time.
  package var timeLimit: Duration = .seconds(10)

  package init() {}

  /// Whether these options select a test.
  func select(_ test: ScenarioTest) -> Bool {
    if let filter, !test.name.contains(filter) { return false }
    return tags.isEmpty || tags.contains(where: test.tags.contains)
  }
}
