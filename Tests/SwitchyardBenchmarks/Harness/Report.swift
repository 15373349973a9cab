import Foundation

/// Shows measurements to people, one a line, as they come.
struct TableReport {
  private let width: Int

  init(_ benchmarks: [Benchmark]) { width = benchmarks.map { $0.name.count + $0.baseline.count + 9 }.max() ?? 0 }

  func header() -> String {
    line(
      "case (against)",
      cost: "cost",
      baseline: "baseline",
      allocations: "allocations",
      ratio: "ratio",
      spread: "spread",
      target: "target"
    )
  }

  func row(_ measured: Measurement) -> String {
    let benchmark = measured.benchmark
    let verdict = measured.passes.map { $0 ? "" : "  MISSED" } ?? ""
    return line(
      "\(benchmark.name) (\(benchmark.baseline))",
      cost: Self.amount(measured.cost, benchmark.quantity),
      baseline: Self.amount(measured.baselineCost, benchmark.quantity),
      allocations: Self.allocations(measured),
      ratio: measured.ratio.isFinite ? Self.number(measured.ratio, digits: 3) : "-",
      spread: measured.spread.isFinite ? "±" + Self.number(measured.spread * 100, digits: 1) + " %" : "-",
      target: Self.target(benchmark) + verdict
    )
  }

  /// What stands in place of numbers where there are none.
  func row(_ benchmark: Benchmark, leftOut missing: MissingProgram) -> String {
    "\(benchmark.name) (\(benchmark.baseline))  left out: \(missing)"
  }

  private func line(
    _ name: String,
    cost: String,
    baseline: String,
    allocations: String,
    ratio: String,
    spread: String,
    target: String
  ) -> String {
    let columns = [cost.padded(10), baseline.padded(10), allocations.padded(13), ratio.padded(8), spread.padded(9)]
    return ([name + String(repeating: " ", count: max(0, width - name.count))] + columns).joined(separator: " ")
      + "  " + target
  }

  private static func allocations(_ measured: Measurement) -> String {
    guard let mine = measured.allocations, let other = measured.baselineAllocations else { return "-" }
    return "\(number(mine, digits: 1)) / \(number(other, digits: 1))"
  }

  private static func target(_ benchmark: Benchmark) -> String {
    switch benchmark.target {
    case .ratio(let most): "at most \(most) ×"
    case .excess(let most): "at most \(amount(most, benchmark.quantity)) more"
    case nil: "-"
    }
  }

  private static func amount(_ value: Double, _ quantity: Quantity) -> String {
    if quantity == .memory { return number(value, digits: 0) + " B" }
    if value < 1e3 { return number(value, digits: 0) + " ns" }
    if value < 1e6 { return number(value / 1e3, digits: 2) + " µs" }
    return number(value / 1e6, digits: 2) + " ms"
  }

  private static func number(_ value: Double, digits: Int) -> String { String(format: "%.\(digits)f", value) }
}

extension String {
  fileprivate func padded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}

/// A measurement for programs: nanoseconds or bytes, for one time.
struct MeasurementRecord: Encodable {
  var name: String
  var baseline: String
  var quantity: String
  var cost: Double
  var baselineCost: Double
  var ratio: Double
  var spread: Double
  var allocations: Double?
  var baselineAllocations: Double?
  var mostRatio: Double?
  var mostExcess: Double?
  var passes: Bool?

  init(_ measured: Measurement) {
    name = measured.benchmark.name
    baseline = measured.benchmark.baseline
    quantity = measured.benchmark.quantity.rawValue
    cost = measured.cost
    baselineCost = measured.baselineCost
    ratio = measured.ratio
    spread = measured.spread
    allocations = measured.allocations
    baselineAllocations = measured.baselineAllocations
    passes = measured.passes
    switch measured.benchmark.target {
    case .ratio(let most): mostRatio = most
    case .excess(let most): mostExcess = most
    case nil: break
    }
  }
}

/// A case that was not measured, for programs.
struct OmissionRecord: Encodable {
  var name: String
  var baseline: String
  var leftOut: String

  init(_ benchmark: Benchmark, _ missing: MissingProgram) {
    name = benchmark.name
    baseline = benchmark.baseline
    leftOut = missing.description
  }
}
