import Histogram

/// How long things took, in bounded memory however many they are: microseconds in an HDR histogram, exact to three
/// digits.
struct DurationHistogram: Sendable {
  /// A month in microseconds; what takes longer counts as a month in the percentiles.
  private static let most: UInt64 = 2_678_400_000_000
  private static let mostFirst = 64

  /// The first ones. Most managers in tests never see more, and a histogram is a quarter of a megabyte to set to zero.
  private var first: [UInt64] = []
  /// How many there were, counted until they are too many to be first.
  private var count = 0
  private var histogram: Histogram<UInt64>?
  private var longest: Duration = .zero

  mutating func record(_ duration: Duration) {
    if duration > longest { longest = duration }
    let microseconds = min(duration.microseconds, Self.most)
    if count <= Self.mostFirst {
      count += 1
      first.append(microseconds)
      if count <= Self.mostFirst { return }
      histogram = Self.histogram(of: first)
      first = []
    } else {
      histogram?.record(microseconds)
    }
  }

  var summary: DurationSummary {
    let histogram = histogram ?? Self.histogram(of: first)
    let isEmpty = histogram.totalCount == 0
    func percentile(_ percent: Double) -> Duration {
      .microseconds(isEmpty ? 0 : Int64(clamping: histogram.valueAtPercentile(percent)))
    }
    return DurationSummary(
      count: Int(clamping: histogram.totalCount),
      mean: .microseconds(isEmpty ? 0 : histogram.mean),
      p50: percentile(50),
      p95: percentile(95),
      p99: percentile(99),
      max: longest
    )
  }

  private static func histogram(of values: [UInt64]) -> Histogram<UInt64> {
    var histogram = Histogram<UInt64>(highestTrackableValue: most, numberOfSignificantValueDigits: .three)
    for value in values { histogram.record(value) }
    return histogram
  }
}

extension Duration {
  /// Rounded, and none below zero.
  fileprivate var microseconds: UInt64 {
    // Nearly all are short, and the wide division costs as much as all the rest.
    if let short = UInt64(exactly: attoseconds) { return (short + 500_000_000_000) / 1_000_000_000_000 }
    if self < .zero { return 0 }
    return UInt64(clamping: (attoseconds + 500_000_000_000) / 1_000_000_000_000)
  }
}

/// How long a kind of thing took, since the manager began.
public struct DurationSummary: Hashable, Sendable {
  /// How many there were.
  public var count: Int
  /// Their mean.
  public var mean: Duration
  /// Half of them took no longer; exact to three digits, like the other percentiles.
  public var p50: Duration
  /// Of twenty, nineteen took no longer.
  public var p95: Duration
  /// Of a hundred, ninety-nine took no longer.
  public var p99: Duration
  /// The longest.
  public var max: Duration
}
