/// What a terminal without end shows of the bytes that libedit sends to an xterm: it moves the cursor relative to
/// where it is, and never further up than the line being typed.
struct Screen {
  private var rows: [[Character]] = [[]]
  private var row = 0
  private var column = 0
  private var pending: [UInt8] = []
  /// Sequences this model does not know; a test that sees one has to teach it.
  private(set) var unknown: [String] = []

  /// All lines without the blanks at their ends.
  var lines: [String] {
    rows.map { row in String(row[..<(row.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0)]) }
  }

  var text: String { lines.joined(separator: "\n") }

  mutating func receive(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    while let taken = takeOne() { pending.removeFirst(taken) }
  }

  /// Bytes used by the first control, sequence or character; `nil` when more have to come.
  private mutating func takeOne() -> Int? {
    guard let first = pending.first else { return nil }
    switch first {
    case 0x1B: return takeSequence()
    case 0x07: break
    case 0x08: column = max(0, column - 1)
    case 0x0A: move(down: 1)
    case 0x0D: column = 0
    default:
      let size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      guard pending.count >= size else { return nil }
      show(Character(String(decoding: pending.prefix(size), as: UTF8.self)))
      return size
    }
    return 1
  }

  private mutating func takeSequence() -> Int? {
    guard pending.count > 1 else { return nil }
    guard pending[1] == UInt8(ascii: "[") else { return 2 }
    guard let end = pending.indices.dropFirst(2).first(where: { pending[$0] >= 0x40 }) else { return nil }
    let parameters = String(decoding: pending[2..<end], as: UTF8.self)
    control(Character(Unicode.Scalar(pending[end])), parameters, count: max(1, Int(parameters) ?? 1))
    return end + 1
  }

  private mutating func control(_ final: Character, _ parameters: String, count: Int) {
    switch final {
    case "A": row = max(0, row - count)
    case "B": move(down: count)
    case "C": column += count
    case "D": column = max(0, column - count)
    case "G": column = count - 1
    case "J":
      erase()
      rows.removeLast(rows.count - row - 1)
    case "K": erase()
    case "P":
      let end = min(rows[row].count, column + count)
      if column < end { rows[row].removeSubrange(column..<end) }
    case "@": rows[row].insert(contentsOf: Array(repeating: " ", count: count), at: min(column, rows[row].count))
    case "m", "h", "l": break
    default: unknown.append("CSI \(parameters)\(final)")
    }
  }

  private mutating func move(down count: Int) {
    row += count
    while rows.count <= row { rows.append([]) }
  }

  private mutating func erase() {
    if column < rows[row].count { rows[row].removeLast(rows[row].count - column) }
  }

  private mutating func show(_ character: Character) {
    while rows[row].count <= column { rows[row].append(" ") }
    rows[row][column] = character
    column += 1
  }
}
