/// Shows measurements in documents.
struct MarkdownReport: Report {
  func header() -> String? {
    """
    | case | against | cost | baseline | ratio | target |
    |---|---|--:|--:|--:|---|
    """
  }

  func row(_ measured: Measurement) -> String {
    let benchmark = measured.benchmark
    return Self.line([
      benchmark.name, benchmark.baseline, benchmark.quantity.text(measured.cost),
      benchmark.quantity.text(measured.baselineCost), measured.ratioText, benchmark.targetText + measured.verdict,
    ])
  }

  func row(_ benchmark: Benchmark, leftOut missing: MissingProgram) -> String {
    Self.line([benchmark.name, benchmark.baseline, "left out: \(missing)", "", "", benchmark.targetText])
  }

  static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}
