/// A call of ``LineEditor/readLine(prompt:remembering:)`` that waits for its line.
struct LineRequest: Sendable {
  var id: Int
  var prompt: @Sendable () -> String
  var continuation: CheckedContinuation<LineInput, Never>
}

/// What the editor's thread is asked to do. A value; the worker guards it with a lock.
struct LineEditorState {
  /// What one wake-up of the thread has to deal with while a line is typed.
  struct Work {
    var text: String
    /// Gives the prompt, if it may have changed.
    var prompt: (@Sendable () -> String)?
    var terminalChanged: Bool
    var isSuspended: Bool
    var isInterrupted: Bool
    var isClosing: Bool
  }

  /// Text that waits for a terminal which takes none (Ctrl-S) is dropped beyond this many UTF-8 bytes:
  /// memory is bounded, and what is left out is counted.
  static let pendingLimit = 1 << 20

  private(set) var waiting: [LineRequest] = []
  private(set) var active: LineRequest?
  private(set) var isClosing = false
  private var lastID = 0
  private var pendingText = ""
  private var droppedLines = 0
  private var promptIsStale = false
  private var isSuspended = false
  private var isInterrupted = false
  private var terminalHasChanged = false
  private var newEntries: [String] = []

  /// Whether text must go above a line instead of straight out.
  var isTyping: Bool { active != nil }

  mutating func requestNumbered() -> Int {
    lastID += 1
    return lastID
  }

  /// Returns false when the editor is closed, so that the request has to be answered at once.
  mutating func requested(_ request: LineRequest) -> Bool {
    guard !isClosing else { return false }
    waiting.append(request)
    return true
  }

  mutating func lineStarted() -> (request: LineRequest, newEntries: [String], isInterrupted: Bool)? {
    guard !isClosing, active == nil, !waiting.isEmpty else { return nil }
    let request = waiting.removeFirst()
    active = request
    defer { newEntries = [] }
    return (request, newEntries, isInterrupted)
  }

  /// What came in too late to go above the line, and whether the process is still to be stopped.
  mutating func lineEnded() -> (text: String, isSuspended: Bool) {
    defer { isSuspended = false }
    active = nil
    promptIsStale = false
    isInterrupted = false
    terminalHasChanged = false
    return (takeText(), isSuspended)
  }

  mutating func printed(_ text: String) {
    if pendingText.utf8.count + text.utf8.count > Self.pendingLimit {
      droppedLines += text.utf8.count { $0 == UInt8(ascii: "\n") }
    } else {
      pendingText += text
    }
  }

  /// Whether there is a line whose prompt it may be.
  mutating func promptChanged() -> Bool {
    promptIsStale = active != nil
    return promptIsStale
  }

  /// Whether there is a line to take off the screen before the process is stopped.
  mutating func suspensionRequested() -> Bool {
    isSuspended = active != nil && !isClosing
    return isSuspended
  }

  /// Whether there is a line to interrupt, be it one whose prompt is about to be shown.
  mutating func interruptRequested() -> Bool {
    guard !isClosing, active != nil || !waiting.isEmpty else { return false }
    isInterrupted = true
    return true
  }

  /// The request to answer at once, if it had not begun.
  mutating func requestCancelled(_ id: Int) -> LineRequest? {
    if active?.id == id { isInterrupted = true }
    guard let index = waiting.firstIndex(where: { $0.id == id }) else { return nil }
    let request = waiting.remove(at: index)
    // An interrupt was meant for this one, not for a line that nobody has asked for yet.
    if waiting.isEmpty && active == nil { isInterrupted = false }
    return request
  }

  mutating func sizeChanged() {
    if active != nil { terminalHasChanged = true }
  }

  mutating func remembered(_ entry: String) { newEntries.append(entry) }

  mutating func takeWork() -> Work {
    defer {
      promptIsStale = false
      terminalHasChanged = false
      isSuspended = false
    }
    return Work(
      text: takeText(),
      prompt: promptIsStale ? active?.prompt : nil,
      terminalChanged: terminalHasChanged,
      isSuspended: isSuspended,
      isInterrupted: isInterrupted,
      isClosing: isClosing
    )
  }

  /// The requests to answer with the end of input; `nil` when it was closed already.
  mutating func closed() -> [LineRequest]? {
    guard !isClosing else { return nil }
    isClosing = true
    defer { waiting = [] }
    return waiting
  }

  private mutating func takeText() -> String {
    defer {
      pendingText = ""
      droppedLines = 0
    }
    guard droppedLines > 0 else { return pendingText }
    return pendingText + "(\(droppedLines) more lines, not shown: the terminal did not take them)\n"
  }
}
