/// What one task costs, by how many there are.
struct Curve: Sendable {
  var name: String
  /// Does so many tasks.
  var work: Benchmark.Work
}

/// A curve as it was found.
struct MeasuredCurve: Encodable, Sendable {
  struct Point: Encodable, Sendable {
    var tasks: Int
    /// Nanoseconds for each of them.
    var cost: Double
  }

  var name: String
  var points: [Point] = []
  /// How many times the first point's cost the last one's is.
  var ratio: Double
}

extension MeasuredCurve {
  static let sizes = [1000, 10_000, 100_000, 1_000_000]
  private static let rounds = 3

  /// Goes through the sizes several times, so that a disturbance does not meet one of them only. The largest takes long
  /// enough by itself.
  init(of curve: Curve) async throws {
    name = curve.name
    try await curve.work(10_000, Meter(.time))
    var costs: [Int: [Double]] = [:]
    for round in 1...Self.rounds {
      for size in Self.sizes where size < 1_000_000 || round == Self.rounds {
        costs[size, default: []].append(try await Self.cost(of: curve.work, size))
      }
    }
    points = Self.sizes.map { Point(tasks: $0, cost: costs[$0, default: []].sorted().quantile(0.5)) }
    ratio = points[points.count - 1].cost / points[0].cost
  }

  /// Nanoseconds for each task; few tasks are done several times.
  private static func cost(of work: Benchmark.Work, _ size: Int) async throws -> Double {
    let times = max(1, 50_000 / size)
    let meter = Meter(.time)
    for _ in 0..<times { try await work(size, meter) }
    return meter.total / Double(times * size)
  }
}
