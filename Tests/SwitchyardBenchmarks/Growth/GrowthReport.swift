/// Shows curves, one a line, as they come.
struct GrowthReport {
  var format: Format

  private static let width = 30
  private static let sizes = MeasuredCurve.sizes.map(\.grouped)

  func header() -> String? {
    switch format {
    case .json: nil
    case .markdown:
      MarkdownReport.line(["a task's cost, of"] + Self.sizes + ["last / first"]) + "\n|---|"
        + String(repeating: "--:|", count: Self.sizes.count + 1)
    case .table: line("a task's cost, of", Self.sizes + ["last / first"])
    }
  }

  func row(_ curve: MeasuredCurve) throws -> String {
    let cells = curve.points.map { Quantity.time.text($0.cost) } + [curve.ratio.text(digits: 2)]
    return switch format {
    case .json: try JSONReport.line(curve)
    case .markdown: MarkdownReport.line([curve.name] + cells)
    case .table: line(curve.name, cells)
    }
  }

  private func line(_ name: String, _ cells: [String]) -> String {
    let name = name + String(repeating: " ", count: max(0, Self.width - name.count))
    return ([name] + cells.map { $0.padded(12) }).joined(separator: " ")
  }
}

extension Int {
  /// With commas between the thousands.
  var grouped: String {
    let digits = String(self)
    let parts = stride(from: digits.count, to: 0, by: -3).map { digits.dropLast(digits.count - $0).suffix(3) }
    return parts.reversed().joined(separator: ",")
  }
}
