import Histogram

/// How long things took, in bounded memory however many they are: microseconds in an HDR histogram, exact to three
/// digits.
struct DurationHistogram: Sendable {
  /// A month in microseconds; what takes longer counts as a month in the percentiles.
  private static let most: UInt64 = 2_678_400_000_000
  private static let mostRecent = 64

  /// The last ones. They are counted when they have become many, which costs less than to count each when it comes. Most
  /// managers in tests never see more, and a histogram is a quarter of a megabyte to set to zero.
  private var recent: [Duration] = []
  private var counted: Counted?

  private struct Counted: Sendable {
    var histogram = Histogram<UInt64>(highestTrackableValue: most, numberOfSignificantValueDigits: .three)
    var longest: Duration = .zero

    mutating func add(_ durations: [Duration]) {
      for duration in durations {
        if duration > longest { longest = duration }
        histogram.record(min(duration.microseconds, most))
      }
    }
  }

  mutating func record(_ duration: Duration) {
    if recent.count == Self.mostRecent { countRecent() }
    recent.append(duration)
  }

  @inline(never)
  private mutating func countRecent() {
    if counted == nil { counted = Counted() }
    counted?.add(recent)
    recent.removeAll(keepingCapacity: true)
  }

  var summary: DurationSummary {
    var all = counted ?? Counted()
    all.add(recent)
    let histogram = all.histogram
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
      max: all.longest
    )
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
