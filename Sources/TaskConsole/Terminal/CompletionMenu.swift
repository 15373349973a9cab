/// What Tab does: insert what all candidates share, or list them.
struct CompletionMenu {
  enum Action: Equatable {
    /// Replaces that many Unicode scalars before the cursor.
    case replace(scalars: Int, text: String)
    /// Shows this above the line.
    case list(String)
    case nothing
  }

  /// More would push what the user was looking at off the screen.
  static let shownLimit = 200

  let action: Action

  init(_ completion: Completion, line: String, cursor: Int, columns: Int) {
    let bytes = Array(line.utf8)
    let end = min(max(cursor, 0), bytes.count)
    let start = min(max(completion.replaceFrom, 0), end)
    let word = String(decoding: bytes[start..<end], as: UTF8.self)
    let candidates = completion.candidates.map { TerminalText.sanitized($0) }
    let scalars = word.unicodeScalars.count
    guard let first = candidates.first else {
      action = .nothing
      return
    }
    if candidates.count == 1 {
      let text = completion.appendSpace ? first + " " : first
      action = text == word ? .nothing : .replace(scalars: scalars, text: text)
      return
    }
    let shared = candidates.dropFirst().reduce(Substring(first)) { $0.commonPrefix(with: $1) }
    if shared.count > word.count, shared.hasPrefix(word) {
      action = .replace(scalars: scalars, text: String(shared))
    } else {
      action = .list(Self.listing(candidates, columns: columns))
    }
  }

  /// Column by column, as `ls` does.
  static func listing(_ candidates: [String], columns: Int) -> String {
    let shown = candidates.prefix(shownLimit)
    let width = (shown.map(TerminalWidth.columns(of:)).max() ?? 0) + 2
    let perRow = max(1, ((columns > 0 ? columns : 80) + 1) / width)
    let rows = (shown.count + perRow - 1) / perRow
    var text = ""
    for row in 0..<rows {
      let cells = stride(from: row, to: shown.count, by: rows).map { shown[$0] }
      let padded = cells.dropLast().map { TerminalWidth.padded($0, to: width) } + cells.suffix(1)
      text += padded.joined() + "\n"
    }
    if candidates.count > shown.count { text += "… and \(candidates.count - shown.count) more\n" }
    return text
  }
}

extension Substring {
  fileprivate func commonPrefix(with other: String) -> Substring {
    var (here, there) = (startIndex, other.startIndex)
    while here < endIndex, there < other.endIndex, self[here] == other[there] {
      formIndex(after: &here)
      other.formIndex(after: &there)
    }
    return self[..<here]
  }
}
