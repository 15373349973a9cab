/// How scenarios are run.
package struct ScenarioOptions: Sendable {
  /// Only tests whose joined path contains this.
  package var filter: String?
  /// Decides what Lua leaves open, and the order of ready jobs where it is given.
  package var seed: UInt64?
  /// Takes the place of what the files load at their top level.
  package var policy: String?
  /// The machine's time, and real tools.
  package var isRealTime = false
  /// Stop at the first test that does not pass.
  package var bails = false
  /// How long one test may take in real time.
  package var timeLimit: Duration = .seconds(10)

  package init() {}
}
