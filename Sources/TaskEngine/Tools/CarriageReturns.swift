extension String {
  /// The text as a terminal shows it in the end, where a carriage return begins the line anew: of a progress bar, its
  /// latest state.
  package var latestStates: String {
    guard utf8.contains(0x0D) else { return self }
    let lines = utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line -> Substring.UTF8View in
      let end = line.lastIndex { $0 != 0x0D }.map(line.index(after:)) ?? line.startIndex
      let shown = line[..<end]
      return shown.lastIndex(of: 0x0D).map { shown[shown.index(after: $0)...] } ?? shown
    }
    return String(decoding: Array(lines.joined(separator: [0x0A])), as: UTF8.self)
  }
}
