import Histogram

/// How long things took, in bounded memory however many they are: microseconds in an HDR histogram, exact to three
/// digits.
struct DurationHistogram: Sendable {
  /// A month in microseconds; what takes longer counts as a month in the percentiles.
  private static let most: UInt64 = 2_678_400_000_000

  /// It grows with what it is given: all up to a month would be a quarter of a megabyte for each manager, at once.
  private var histogram = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
  private var longest: Duration = .zero

  mutating func record(_ duration: Duration) {
    longest = max(longest, duration)
    let microseconds = UInt64(max(0, (duration.inSeconds * 1e6).rounded()))
    histogram.record(min(microseconds, Self.most))
  }

  var summary: DurationSummary {
    DurationSummary(
      count: Int(clamping: histogram.totalCount),
      mean: .microseconds(histogram.totalCount == 0 ? 0 : histogram.mean),
      p50: percentile(50),
      p95: percentile(95),
      p99: percentile(99),
      max: longest
    )
  }

  private func percentile(_ percent: Double) -> Duration {
    .microseconds(Int64(clamping: histogram.totalCount == 0 ? 0 : histogram.valueAtPercentile(percent)))
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
