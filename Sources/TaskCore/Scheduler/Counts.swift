/// What has happened so far, in numbers.
package struct Counts: Hashable, Sendable {
  package var launched = 0
  package var completed = 0
  package var failed = 0
  package var cancelled = 0
  package var approvalsRequired = 0
  package var abandoned = 0
  package var lateFinishes = 0
  package var policyFaults = 0
}

/// How the last runs of each label went.
package struct LabelHistory: Hashable, Sendable {
  /// How many runs of a label are remembered.
  static let depth = 256
  /// How many labels are remembered: a policy may make up a label for each call.
  static let labels = 1000

  private struct History: PlacedRecord, Hashable {
    var durations: [Duration] = []
    var failures: [Bool] = []
    var next = 0
    var lastUse = 0

    mutating func vacate() { self = History() }

    mutating func add(_ duration: Duration, isFailure: Bool, use: Int) {
      if durations.count < LabelHistory.depth {
        durations.append(duration)
        failures.append(isFailure)
      } else {
        durations[next] = duration
        failures[next] = isFailure
      }
      next = (next + 1) % LabelHistory.depth
      lastUse = use
    }
  }

  private var histories = RecordTable<String, History>()
  private var uses = 0

  mutating func add(_ duration: Duration, isFailure: Bool, to label: String) {
    uses += 1
    let place = histories.place(of: label) ?? add(label)
    histories[at: place].add(duration, isFailure: isFailure, use: uses)
  }

  private mutating func add(_ label: String) -> Int {
    if histories.count >= Self.labels {
      let places = histories.keys.compactMap { key in histories.place(of: key).map { (key, $0) } }
      let oldest = places.min { histories[at: $0.1].lastUse < histories[at: $1.1].lastUse }
      if let (key, place) = oldest { histories.remove(key, at: place) }
    }
    return histories.insert(History(), for: label)
  }

  /// The last runs of `label`, or `nil` if none are remembered.
  package func statistics(of label: String) -> LabelStatistics? {
    guard let history = histories[label], !history.durations.isEmpty else { return nil }
    return LabelStatistics(durations: history.durations, failures: history.failures.count(where: \.self))
  }

  package var allLabels: [String] { histories.keys.sorted() }
}

/// How the last 256 ended runs of one label went, from start to end.
public struct LabelStatistics: Hashable, Sendable {
  /// How many runs this is about.
  public var count: Int
  /// Their mean.
  public var mean: Duration
  /// Half of them took no longer.
  public var p50: Duration
  /// Of twenty, nineteen took no longer.
  public var p95: Duration
  /// How many of them failed, were cancelled, or returned an error.
  public var failures: Int

  /// Computes them from durations in any order; there must be at least one.
  package init(durations: [Duration], failures: Int) {
    let sorted = durations.sorted()
    count = sorted.count
    mean = sorted.reduce(.zero, +) / sorted.count
    p50 = Self.percentile(50, of: sorted)
    p95 = Self.percentile(95, of: sorted)
    self.failures = failures
  }

  /// The nearest-rank percentile: the smallest value that at least `percent` of a hundred do not pass.
  private static func percentile(_ percent: Int, of sorted: [Duration]) -> Duration {
    sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
  }
}
