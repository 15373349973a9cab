import CBenchmarks

/// What came of a benchmark. Costs are medians, for one time that the work is done.
struct Measurement: Sendable {
  var benchmark: Benchmark
  var cost: Double
  var baselineCost: Double
  /// The median of the rounds' ratios: each is of two blocks, one right after the other.
  var ratio: Double
  /// Half of the range in which the middle half of those ratios lies, as a part of the median.
  var spread: Double
  /// Blocks of memory allocated; `nil` where they cannot be counted.
  var allocations: Double?
  var baselineAllocations: Double?

  /// Whether the target is met; `nil` without one.
  var passes: Bool? {
    switch benchmark.target {
    case .ratio(let most): ratio <= most
    case .excess(let most): (cost - baselineCost).rounded() <= most
    case nil: nil
    }
  }
}

extension Measurement {
  /// Nanoseconds that a block should take at least, so that reading the clock does not show.
  private static let blockLength = 10e6

  init(of benchmark: Benchmark) async throws {
    self.benchmark = benchmark
    var costs: [Double] = []
    var baselineCosts: [Double] = []
    var pair = try await benchmark.prepare()
    let times = try await Self.times(for: benchmark, pair)
    for sample in 0..<benchmark.samples {
      if sample > 0 { pair = try await benchmark.prepare() }
      for round in 0..<benchmark.rounds {
        // Who goes first changes, so that neither gains by what the other left behind.
        if round % 2 == 0 { costs.append(try await Self.cost(of: pair.subject, times, benchmark.quantity)) }
        baselineCosts.append(try await Self.cost(of: pair.baseline, times, benchmark.quantity))
        if round % 2 == 1 { costs.append(try await Self.cost(of: pair.subject, times, benchmark.quantity)) }
      }
    }
    let ratios = zip(costs, baselineCosts).map { $0 / $1 }.sorted()
    cost = costs.sorted().quantile(0.5)
    baselineCost = baselineCosts.sorted().quantile(0.5)
    ratio = ratios.quantile(0.5)
    spread = (ratios.quantile(0.75) - ratios.quantile(0.25)) / 2 / ratios.quantile(0.5)
    allocations = try await Self.allocations(of: pair.subject, times, benchmark.quantity)
    baselineAllocations = try await Self.allocations(of: pair.baseline, times, benchmark.quantity)
  }

  private static func cost(of work: Benchmark.Work, _ times: Int, _ quantity: Quantity) async throws -> Double {
    let meter = Meter(quantity)
    try await work(times, meter)
    return meter.total / Double(times)
  }

  /// How often the work must be done for a block to take long enough; this also warms both sides up.
  private static func times(for benchmark: Benchmark, _ pair: Benchmark.Pair) async throws -> Int {
    if let times = benchmark.times { return times }
    var times = 1
    while true {
      let cost = try await cost(of: pair.subject, times, benchmark.quantity)
      let other = try await Self.cost(of: pair.baseline, times, benchmark.quantity)
      if min(cost, other) * Double(times) >= blockLength { return times }
      times *= 2
    }
  }

  /// Counted in a block of its own, since counting takes time.
  private static func allocations(
    of work: Benchmark.Work,
    _ times: Int,
    _ quantity: Quantity
  ) async throws -> Double? {
    guard cb_allocations_known() != 0, quantity != .programTime, quantity != .delay else { return nil }
    let meter = Meter(quantity, countsAllocations: true)
    try await work(times, meter)
    return Double(meter.allocations) / Double(times)
  }
}

extension [Double] {
  /// The value below which this part of the sorted values lies.
  func quantile(_ part: Double) -> Double {
    let place = part * Double(count - 1)
    let below = self[Int(place)]
    let above = self[Swift.min(Int(place) + 1, count - 1)]
    return below + (above - below) * (place - place.rounded(.down))
  }
}
