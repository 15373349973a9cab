import ArgumentParser
import Foundation

/// How measurements are shown, one a line, as they come.
protocol Report {
  func header() -> String?
  func row(_ measured: Measurement) throws -> String
  /// What stands in place of numbers where there are none.
  func row(_ benchmark: Benchmark, leftOut missing: MissingProgram) throws -> String
}

/// For whom.
enum Format: EnumerableFlag {
  case table, json, markdown

  static func help(for value: Format) -> ArgumentHelp? {
    switch value {
    case .table: "Print a table. The default."
    case .json: "Print one JSON object for each case."
    case .markdown: "Print a table in Markdown."
    }
  }
}

extension Quantity {
  func text(_ value: Double) -> String {
    // Not a minus before a zero.
    if self == .memory { return (value.rounded() + 0).text(digits: 0) + " B" }
    if value < 1e3 { return value.text(digits: 0) + " ns" }
    if value < 1e6 { return (value / 1e3).text(digits: 2) + " µs" }
    return (value / 1e6).text(digits: 2) + " ms"
  }
}

extension Benchmark {
  var targetText: String {
    switch target {
    case .ratio(let most): "at most \(most) ×"
    case .excess(let most): "at most \(quantity.text(most)) more"
    case nil: "-"
    }
  }
}

extension Measurement {
  var ratioText: String { ratio.isFinite ? ratio.text(digits: 3) : "-" }
  var spreadText: String { spread.isFinite ? "±" + (spread * 100).text(digits: 1) + " %" : "-" }
  var verdict: String { passes == false ? "  MISSED" : "" }

  var allocationsText: String {
    guard let allocations, let baselineAllocations else { return "-" }
    return "\(allocations.text(digits: 1)) / \(baselineAllocations.text(digits: 1))"
  }
}

extension Double {
  func text(digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
