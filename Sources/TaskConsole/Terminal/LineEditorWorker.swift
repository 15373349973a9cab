import CLineEditor
import Glibc
import Synchronization

/// The thread on which libedit runs, and the lock around what it is asked to do.
///
/// Lock order: `printing`, then `state` or `history`. `state` is never held while something blocks, so an
/// interrupt gets through when the terminal takes no output.
final class LineEditorWorker: Sendable {
  private let state = Mutex(LineEditorState())
  /// Held while text goes straight out and while a line begins or ends, so that none lands in its middle.
  private let printing = Mutex(())
  private let history: Mutex<LineHistory>
  private let wakePipe: WakePipe
  private let ended: WakePipe
  private let configuration: LineEditor.Configuration
  private let interactive: Atomic<Bool>

  init(_ configuration: LineEditor.Configuration) throws(LineEditorError) {
    self.configuration = configuration
    wakePipe = try WakePipe()
    ended = try WakePipe()
    history = Mutex(LineHistory(path: configuration.historyFile, limit: configuration.historyLimit))
    interactive = Atomic(false)
  }

  var isInteractive: Bool { interactive.load(ordering: .relaxed) }

  /// Opens libedit here, so that failing is the caller's to hear, and hands it to the thread.
  func start() throws(LineEditorError) {
    var options = swed_options()
    options.input = configuration.input
    options.output = configuration.output
    options.error = configuration.error
    options.wake = wakePipe.readEnd
    options.history_limit = Int32(clamping: configuration.historyLimit)
    let callbacks = swed_callbacks(
      context: Unmanaged.passUnretained(self).toOpaque(),
      wake: { context, editor in LineEditorWorker.from(context).woken(editor) },
      complete: { context, editor, line, cursor in
        LineEditorWorker.from(context).complete(editor, line: String(cString: line), cursor: cursor)
      }
    )
    let opened = (configuration.terminal ?? "").withCString { terminal in
      if configuration.terminal != nil { options.terminal = terminal }
      return swed_open(options, callbacks)
    }
    guard let editor = opened else { throw LineEditorError(code: errno) }
    interactive.store(swed_is_interactive(editor), ordering: .relaxed)
    let loaded = history.withLock { $0.load() }
    for entry in loaded.entries { swed_add_history(editor, entry) }
    if let problem = loaded.problem { printAbove(problem) }

    let box = Unmanaged.passRetained(ThreadStart(worker: self, editor: UInt(bitPattern: editor)))
    let failure = swed_thread_start(
      { context in
        guard let context else { return }
        let start = Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
        guard let editor = OpaquePointer(bitPattern: start.editor) else { return }
        start.worker.run(editor)
      },
      box.toOpaque(),
      false
    )
    guard failure == 0 else {
      box.release()
      swed_close(editor)
      throw LineEditorError(code: failure)
    }
  }

  // MARK: Any thread

  func makeRequestID() -> Int { state.withLock { $0.requestNumbered() } }

  func enqueue(_ request: LineRequest) {
    if state.withLock({ $0.requested(request) }) {
      wakePipe.wake()
    } else {
      request.continuation.resume(returning: .endOfInput)
    }
    // The task may have been cancelled before there was a request to cancel.
    if Task.isCancelled { cancel(request.id) }
  }

  func cancel(_ id: Int) {
    let request = state.withLock { $0.requestCancelled(id) }
    request?.continuation.resume(returning: .interrupted(lineWasEmpty: true))
    wakePipe.wake()
  }

  func remember(_ entry: String) {
    let outcome = history.withLock { $0.record(entry) }
    if outcome.isKept { state.withLock { $0.remembered(entry) } }
    if let problem = outcome.problem { printAbove(problem) }
  }

  func printAbove(_ text: String) {
    guard !text.isEmpty else { return }
    let lines = text.hasSuffix("\n") ? text : text + "\n"
    printing.withLock { _ in
      let isTyping = state.withLock { state in
        if state.isTyping { state.printed(lines) }
        return state.isTyping
      }
      if isTyping {
        wakePipe.wake()
      } else {
        writeOut(lines)
      }
    }
  }

  func promptChanged() {
    if state.withLock({ $0.promptChanged() }) { wakePipe.wake() }
  }

  func suspend() -> Bool {
    let hasLine = state.withLock { $0.suspensionRequested() }
    if hasLine { wakePipe.wake() }
    return hasLine
  }

  func interrupt() -> Bool {
    let hadLine = state.withLock { $0.interruptRequested() }
    if hadLine { wakePipe.wake() }
    return hadLine
  }

  func terminalChanged() {
    state.withLock { $0.sizeChanged() }
    wakePipe.wake()
  }

  func close() {
    guard let unserved = state.withLock({ $0.closed() }) else { return }
    for request in unserved { request.continuation.resume(returning: .endOfInput) }
    wakePipe.wake()
    if !ended.wait(milliseconds: 1000) { swed_restore_terminal() }
  }

  /// A terminal that is gone is noticed where input ends; there is nobody to tell here.
  private func writeOut(_ text: String) {
    _ = DescriptorWriter.writeAll(text, to: configuration.output)
  }

  // MARK: The editor's thread

  private static func from(_ context: UnsafeMutableRawPointer?) -> LineEditorWorker {
    guard let context else { preconditionFailure("the editor was opened without a context") }
    return Unmanaged<LineEditorWorker>.fromOpaque(context).takeUnretainedValue()
  }

  private func run(_ editor: OpaquePointer) {
    while !state.withLock({ $0.isClosing }) {
      let next = printing.withLock { _ in state.withLock { $0.lineStarted() } }
      guard let next else {
        wakePipe.wait()
        continue
      }
      // The wake-up of an interrupt that came before the line was waited for above.
      if next.isInterrupted { wakePipe.wake() }
      for entry in next.newEntries { swed_add_history(editor, entry) }
      // Asked for only now: a change from here on is told, and makes it stale.
      let input = readLine(editor, prompt: next.request.prompt())
      let isSuspended = printing.withLock { _ in
        let left = state.withLock { $0.lineEnded() }
        writeOut(left.text)
        return left.isSuspended
      }
      if isSuspended { swed_stop_process() }
      next.request.continuation.resume(returning: input)
    }
    swed_close(editor)
    ended.wake()
  }

  private func readLine(_ editor: OpaquePointer, prompt: String) -> LineInput {
    var text: UnsafeMutablePointer<CChar>?
    let result = swed_read_line(editor, prompt, &text)
    defer { free(text) }
    if state.withLock({ $0.isClosing }) { return .endOfInput }
    switch result {
    case SWED_LINE: return text.map { .line(String(cString: $0)) } ?? .endOfInput
    case SWED_INTERRUPTED: return .interrupted(lineWasEmpty: false)
    case SWED_INTERRUPTED_EMPTY: return .interrupted(lineWasEmpty: true)
    default: return .endOfInput
    }
  }

  private func woken(_ editor: OpaquePointer) -> swed_wake_action {
    let work = state.withLock { $0.takeWork() }
    if work.isSuspended { swed_suspend(editor) }
    if work.terminalChanged { swed_terminal_changed(editor) }
    if let prompt = work.prompt { swed_set_prompt(editor, prompt()) }
    if !work.text.isEmpty { swed_print_above(editor, work.text, work.text.utf8.count) }
    if work.isClosing { return SWED_STOP }
    return work.isInterrupted ? SWED_INTERRUPT : SWED_CONTINUE
  }

  private func complete(_ editor: OpaquePointer, line: String, cursor: Int) {
    let completion = configuration.completer(line, cursor)
    let columns = Int(swed_terminal_columns(configuration.output))
    let menu = CompletionMenu(completion, line: line, cursor: cursor, columns: columns)
    switch menu.action {
    case .replace(let scalars, let text): swed_replace_before_cursor(editor, scalars, text)
    case .list(let text): swed_print_above(editor, text, text.utf8.count)
    case .nothing: swed_beep(editor)
    }
  }
}

/// What the new thread takes over. The pointer travels as a number: it belongs to that thread from then on.
private final class ThreadStart: Sendable {
  let worker: LineEditorWorker
  let editor: UInt

  init(worker: LineEditorWorker, editor: UInt) {
    self.worker = worker
    self.editor = editor
  }
}
