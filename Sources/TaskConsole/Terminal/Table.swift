/// Rows in aligned columns that fit the terminal.
package struct Table: Sendable {
  /// One column.
  package struct Column: Sendable {
    /// The heading.
    package var title: String
    /// Where its texts stand.
    package var alignment: TerminalWidth.Alignment
    /// Whether its texts may be shortened when the terminal is too narrow.
    package var isFlexible: Bool

    /// - Parameters:
    ///   - title: The heading.
    ///   - alignment: Where its texts stand.
    ///   - isFlexible: Whether its texts may be shortened.
    package init(_ title: String, alignment: TerminalWidth.Alignment = .leading, isFlexible: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.isFlexible = isFlexible
    }
  }

  /// One cell: plain text, made safe and put on one line when it is shown.
  package struct Cell: Sendable, ExpressibleByStringInterpolation {
    /// The text.
    package var text: String
    /// Its meaning, for the colour.
    package var role: TerminalStyle.Role?

    /// - Parameters:
    ///   - text: The text.
    ///   - role: Its meaning, for the colour.
    package init(_ text: String, role: TerminalStyle.Role? = nil) {
      self.text = text
      self.role = role
    }

    /// A cell without a colour.
    package init(stringLiteral text: String) { self.init(text) }
  }

  private static let gap = 2
  private static let narrowest = 4

  private let columns: [Column]
  private var rows: [[Cell]] = []

  /// - Parameter columns: From left to right; the flexible ones give way when room is short.
  package init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row. Missing cells are empty; cells beyond the last column are dropped.
  package mutating func addRow(_ cells: [Cell]) {
    rows.append(
      columns.indices.map { index in
        guard index < cells.count else { return "" }
        let words = TerminalText.sanitized(cells[index].text).split(whereSeparator: { $0.isNewline || $0 == "\t" })
        return Cell(words.joined(separator: " "), role: cells[index].role)
      }
    )
  }

  /// The lines, the heading first, none wider than `width` if shortening the flexible columns can do it.
  package func lines(width: Int, style: TerminalStyle) -> [String] {
    let widths = fittedWidths(width)
    let heading = columns.map { Cell($0.title, role: .dim) }
    return ([heading] + rows).map { line($0, widths: widths, style: style) }
  }

  private func line(_ cells: [Cell], widths: [Int], style: TerminalStyle) -> String {
    // Spaces after the last text would make a line wrap that need not.
    let last = cells.lastIndex { !$0.text.isEmpty } ?? 0
    return cells.indices.prefix(through: last).map { index in
      let cell = cells[index]
      let text = TerminalWidth.truncated(cell.text, to: widths[index])
      let styled = cell.role.map { style($0, text) } ?? text
      let isBare = index == last && columns[index].alignment == .leading
      return isBare ? styled : TerminalWidth.padded(styled, to: widths[index], alignment: columns[index].alignment)
    }.joined(separator: String(repeating: " ", count: Self.gap))
  }

  /// The widest flexible column gives way, column by column, until all fits or none can.
  private func fittedWidths(_ width: Int) -> [Int] {
    var widths = columns.indices.map { index in
      rows.reduce(TerminalWidth.columns(of: columns[index].title)) {
        max($0, TerminalWidth.columns(of: $1[index].text))
      }
    }
    var excess = widths.reduce(Self.gap * (columns.count - 1), +) - width
    while excess > 0 {
      let candidates = columns.indices.filter { columns[$0].isFlexible && widths[$0] > Self.narrowest }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      let runnerUp = candidates.filter { $0 != widest }.map { widths[$0] }.max() ?? Self.narrowest
      let step = min(excess, max(1, widths[widest] - max(runnerUp, Self.narrowest)))
      widths[widest] -= step
      excess -= step
    }
    return widths
  }
}
