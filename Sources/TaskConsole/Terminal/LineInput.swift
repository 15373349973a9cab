/// How reading a line ended.
package enum LineInput: Sendable, Equatable {
  /// A line, without its newline; a recalled entry or a paste may have newlines inside.
  case line(String)
  /// ``LineEditor/interrupt()`` was called, or the reading task was cancelled.
  case interrupted(lineWasEmpty: Bool)
  /// Ctrl-D on an empty line, the input was closed, or the editor was.
  case endOfInput
}

/// What a completer offers for the word before the cursor.
package struct Completion: Sendable, Equatable {
  /// UTF-8 offset in the line where the word begins.
  package var replaceFrom: Int
  /// Whole words, in the order to show them.
  package var candidates: [String]
  /// Whether a space follows when there is just one candidate.
  package var appendSpace: Bool

  /// - Parameters:
  ///   - replaceFrom: UTF-8 offset in the line where the word begins.
  ///   - candidates: Whole words, in the order to show them.
  ///   - appendSpace: Whether a space follows when there is just one candidate.
  package init(replaceFrom: Int, candidates: [String], appendSpace: Bool = true) {
    self.replaceFrom = replaceFrom
    self.candidates = candidates
    self.appendSpace = appendSpace
  }
}

/// Why a line editor could not be opened.
package struct LineEditorError: Error, Sendable, CustomStringConvertible {
  /// The system's error number; `EBUSY` when another editor is open.
  package var code: Int32

  /// A sentence.
  package var description: String {
    "The line editor cannot be opened: \(SystemError.message(code))."
  }
}
