import TaskConsole

/// What a small terminal shows of the bytes it is sent: enough of ECMA-48 for libedit on an xterm.
struct ScreenModel {
  let columns: Int
  let rows: Int
  /// Text that left the screen at the top, then the screen.
  private var scrolledOut: [String] = []
  private var cells: [[String]]
  private(set) var cursorRow = 0
  private(set) var cursorColumn = 0
  private(set) var bells = 0
  /// Sequences this model does not know; a test that sees one has to teach it.
  private(set) var unknown: [String] = []
  private var pending: [UInt8] = []
  private var wrapsNext = false
  private var inserts = false

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// All lines without the blanks at their ends, and without the empty ones at the bottom.
  var lines: [String] {
    var lines = scrolledOut + cells.map { Self.trimmed($0.joined()) }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  /// Where the cursor is, counted from the first of `lines`.
  var cursor: (row: Int, column: Int) { (scrolledOut.count + cursorRow, cursorColumn) }

  mutating func receive(_ bytes: [UInt8]) {
    pending += bytes
    while let taken = takeOne() { pending.removeFirst(taken) }
  }

  /// Bytes used by the first control, sequence or character; `nil` when more have to come.
  private mutating func takeOne() -> Int? {
    guard let first = pending.first else { return nil }
    switch first {
    case 0x1B: return takeEscape()
    case 0x0D: (cursorColumn, wrapsNext) = (0, false)
    case 0x0A: lineFeed()
    case 0x08: (cursorColumn, wrapsNext) = (max(0, cursorColumn - 1), false)
    case 0x07: bells += 1
    case 0x00..<0x20, 0x7F: unknown.append("control \(first)")
    default:
      let size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      guard pending.count >= size else { return nil }
      show(String(decoding: pending.prefix(size), as: UTF8.self))
      return size
    }
    return 1
  }

  private mutating func show(_ text: String) {
    let width = TerminalWidth.columns(of: text)
    if width == 0 {
      cells[cursorRow][max(0, cursorColumn - 1)] += text
      return
    }
    if wrapsNext || cursorColumn + width > columns {
      lineFeed()
      cursorColumn = 0
    }
    wrapsNext = false
    if inserts {
      cells[cursorRow].insert(contentsOf: Array(repeating: " ", count: width), at: cursorColumn)
      cells[cursorRow].removeLast(width)
    }
    cells[cursorRow][cursorColumn] = text
    if width == 2 { cells[cursorRow][cursorColumn + 1] = "" }
    cursorColumn += width
    if cursorColumn == columns { (cursorColumn, wrapsNext) = (columns - 1, true) }
  }

  private mutating func lineFeed() {
    wrapsNext = false
    if cursorRow < rows - 1 {
      cursorRow += 1
    } else {
      scrolledOut.append(Self.trimmed(cells.removeFirst().joined()))
      cells.append(Array(repeating: " ", count: columns))
    }
  }

  private mutating func takeEscape() -> Int? {
    guard pending.count > 1 else { return nil }
    guard pending[1] == UInt8(ascii: "[") else {
      // Keypad modes change nothing that is shown.
      if !"=>".utf8.contains(pending[1]) { unknown.append("ESC \(pending[1])") }
      return 2
    }
    guard let end = pending.indices.dropFirst(2).first(where: { pending[$0] >= 0x40 }) else { return nil }
    let parameters = String(decoding: pending[2..<end], as: UTF8.self)
    control(parameters, Character(Unicode.Scalar(pending[end])))
    return end + 1
  }

  private mutating func control(_ parameters: String, _ final: Character) {
    let count = max(1, Int(parameters) ?? 1)
    wrapsNext = wrapsNext && final == "m"
    switch final {
    case "A": cursorRow = max(0, cursorRow - count)
    case "B": cursorRow = min(rows - 1, cursorRow + count)
    case "C": cursorColumn = min(columns - 1, cursorColumn + count)
    case "D": cursorColumn = max(0, cursorColumn - count)
    case "G": cursorColumn = min(columns, count) - 1
    case "J" where parameters.isEmpty:
      clear(row: cursorRow, from: cursorColumn)
      for row in (cursorRow + 1)..<max(rows, cursorRow + 1) { clear(row: row, from: 0) }
    case "K" where parameters.isEmpty: clear(row: cursorRow, from: cursorColumn)
    case "P":
      cells[cursorRow].removeSubrange(cursorColumn..<min(columns, cursorColumn + count))
      while cells[cursorRow].count < columns { cells[cursorRow].append(" ") }
    case "@":
      cells[cursorRow].insert(contentsOf: Array(repeating: " ", count: count), at: cursorColumn)
      cells[cursorRow].removeLast(cells[cursorRow].count - columns)
    case "h" where parameters == "4": inserts = true
    case "l" where parameters == "4": inserts = false
    // Marking what is pasted is asked for with these.
    case "h" where parameters == "?2004", "l" where parameters == "?2004": break
    case "m": break
    default: unknown.append("CSI \(parameters)\(final)")
    }
  }

  private mutating func clear(row: Int, from column: Int) {
    for index in column..<columns { cells[row][index] = " " }
  }

  private static func trimmed(_ line: String) -> String {
    String(line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)])
  }
}
