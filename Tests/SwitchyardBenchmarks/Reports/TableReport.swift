import Foundation

/// Shows measurements to people, one a line, as they come.
struct TableReport: Report {
  private let width: Int

  init(_ benchmarks: [Benchmark]) { width = benchmarks.map { $0.name.count + $0.baseline.count + 9 }.max() ?? 0 }

  func header() -> String? {
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
    return line(
      "\(benchmark.name) (\(benchmark.baseline))",
      cost: benchmark.quantity.text(measured.cost),
      baseline: benchmark.quantity.text(measured.baselineCost),
      allocations: measured.allocationsText,
      ratio: measured.ratioText,
      spread: measured.spreadText,
      target: benchmark.targetText + measured.verdict
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
}

extension String {
  func padded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
