import Foundation
import PatternOracle
import Testing

@Suite("patterns as the stock library has them")
struct PatternAgreementTests {
  /// `SWITCHYARD_PATTERN_PAIRS=n` compares this many pairs, `SWITCHYARD_SEED=n` others.
  static func number(_ variable: String) -> UInt64? {
    ProcessInfo.processInfo.environment[variable].flatMap { UInt64($0) }
  }

  @Test("find, match, gmatch and gsub answer random patterns and subjects as the stock functions do, errors included")
  func agreement() throws {
    let oracle = try #require(po_new())
    defer { po_free(oracle) }
    let seed = Self.number("SWITCHYARD_SEED") ?? 1
    let pairs = Self.number("SWITCHYARD_PATTERN_PAIRS") ?? 50_000
    var tally = po_tally()
    var differences = 0
    for pair in 0..<pairs where differences < 5 {
      guard let difference = po_compare(oracle, seed, pair, &tally) else { continue }
      differences += 1
      let replay = "(SWITCHYARD_SEED=\(seed) SWITCHYARD_PATTERN_PAIRS=\(pair + 1) replays it)"
      Issue.record("seed \(seed), pair \(pair): \(String(cString: difference))\n\(replay)")
    }
    if Self.number("SWITCHYARD_PATTERN_PAIRS") != nil {
      let outcomes = "\(tally.matches) matched, \(tally.errors) raised an error"
      print("seed \(seed), \(pairs) pairs: \(tally.calls) calls, \(outcomes), \(tally.costly) too costly to compare")
    }
    // Else the pairs would say little.
    if pairs >= 1000, differences == 0 {
      #expect(tally.calls + tally.costly == 4 * Int64(pairs))
      #expect(tally.matches > tally.calls / 4 && tally.errors > tally.calls / 20)
      #expect(tally.costly < tally.calls / 500)
    }
  }
}
