import TaskEngine
import TaskScripting

extension Console {
  /// Bytes that a terminal gets at once.
  private static let pieceLimit = 16 * 1024

  func showOutput(_ words: [String]) async throws {
    if words[0] == "-f" {
      guard words.count == 2 else { throw UsageError("output", "-f takes one task") }
      return try await followOutput(of: words[1])
    }
    let id = try taskID(words[0])
    let offset = words.count > 1 ? Int(words[1]) : 0
    guard let offset, offset >= 0 else { throw UsageError("output", "'\(words[1])' is no number of bytes") }
    let taken = try host.world.control.output(of: id)
    let (text, next) = taken.piece(from: offset, limit: isInteractive ? Self.pieceLimit : nil)
    output.show(
      taken.text.isEmpty ? "no output yet" : TerminalText.sanitized(text.latestStates),
      as: "output",
      json: JSONValue.string(text).jsonText
    )
    guard let next, !output.isJSON else { return }
    let left = taken.text.utf8.count - next
    output.show(output.style(.dim, "(\(left) more bytes: ':output \(words[0]) \(next)')"), as: "note")
  }

  private func followOutput(of word: String) async throws {
    let stream = try host.world.control.outputStream(of: try taskID(word))
    let (output, control) = (output, host.world.control)
    try await perform {
      var lines = FollowedOutput()
      func show(_ lines: [String]) {
        for line in lines { output.show(TerminalText.sanitized(line), as: "output") }
      }
      for await piece in stream {
        // Programs get what the task printed, as it came.
        if output.isJSON { output.show(piece, as: "output") } else { show(lines.add(piece, at: control.now)) }
      }
      show(lines.finish())
    }
  }
}

/// What to show of an output that comes in pieces cut anywhere: whole lines, and now and then how far one is that
/// carriage returns draw anew.
struct FollowedOutput {
  /// Between two states of one line.
  static let interval = Duration.milliseconds(500)
  /// Bytes; a longer line is shown in parts.
  static let longestLine = 64 * 1024

  private var unfinished = ""
  private var shownState = ""
  private var lastShown: Duration?

  /// The lines to show of what has come.
  mutating func add(_ piece: String, at now: Duration) -> [String] {
    var parts = (unfinished + piece).utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
    unfinished = parts.popLast() ?? ""
    var lines = parts.flatMap { take($0.latestStates) }
    // What never ends its line must not be kept for ever.
    if unfinished.utf8.count > Self.longestLine { lines += finish() }
    // Only what has been drawn: a state may come in pieces too.
    guard let drawn = unfinished.utf8.lastIndex(of: 0x0D), lastShown.map({ now - $0 >= Self.interval }) != false
    else { return lines }
    let state = String(unfinished[..<drawn]).latestStates
    if !state.isEmpty, state != shownState {
      lines.append(state)
      shownState = state
      lastShown = now
    }
    unfinished = String(unfinished[drawn...])
    return lines
  }

  /// The line that was not finished.
  mutating func finish() -> [String] {
    defer { unfinished = "" }
    return unfinished.isEmpty ? [] : take(unfinished.latestStates)
  }

  /// A line that is finished; not again, if it was shown as it is.
  private mutating func take(_ line: String) -> [String] {
    defer {
      shownState = ""
      lastShown = nil
    }
    return !shownState.isEmpty && (line == shownState || line.isEmpty) ? [] : [line]
  }
}
