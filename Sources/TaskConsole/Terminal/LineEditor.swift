import CLineEditor
import Glibc

/// Reads lines with editing, history and completion, while other threads print above the line being typed.
///
/// libedit runs on one thread of its own, never on the cooperative pool. All methods may be called from
/// any thread. Without a terminal it reads plain lines and shows no prompt.
package final class LineEditor: Sendable {
  /// What an editor is opened with.
  package struct Configuration: Sendable {
    /// Where history is kept; `nil` keeps it in memory only. See ``LineEditor/defaultHistoryPath(environment:)``.
    package var historyFile: String?
    /// Entries kept, in memory and in the file.
    package var historyLimit = 10_000
    /// Asked when Tab is typed, with the line and the cursor as a UTF-8 offset. It runs on the editor's
    /// thread, where printing waits for it: it must answer at once.
    package var completer: @Sendable (_ line: String, _ cursor: Int) -> Completion
    /// Descriptor of the input. It stays the caller's, as do the other two, and must outlive the editor.
    package var input: Int32 = STDIN_FILENO
    /// Descriptor on which the line is shown.
    package var output: Int32 = STDOUT_FILENO
    /// Descriptor of diagnostics.
    package var error: Int32 = STDERR_FILENO
    /// The kind of terminal, `nil` for that of the environment's `TERM`.
    package var terminal: String?

    /// - Parameters:
    ///   - historyFile: Where history is kept; `nil` keeps it in memory only.
    ///   - completer: Asked when Tab is typed, with the line and the cursor as a UTF-8 offset.
    package init(
      historyFile: String? = nil,
      completer: @escaping @Sendable (_ line: String, _ cursor: Int) -> Completion = { _, cursor in
        Completion(replaceFrom: cursor, candidates: [])
      }
    ) {
      self.historyFile = historyFile
      self.completer = completer
    }
  }

  private let worker: LineEditorWorker

  /// Opens the editor and starts its thread.
  ///
  /// - Throws: ``LineEditorError`` with `EBUSY` when another editor is open (libedit and terminfo keep
  ///   global state), else when memory, descriptors or threads run out. A history file that cannot
  ///   be read or written is no error; it is said once, above the first line.
  package init(_ configuration: Configuration) throws(LineEditorError) {
    let worker = try LineEditorWorker(configuration)
    try worker.start()
    self.worker = worker
  }

  deinit { worker.close() }

  /// `$XDG_STATE_HOME/switchyard/history`, or the same under `~/.local/state`.
  ///
  /// - Returns: `nil` when neither that variable nor `HOME` names an absolute path.
  package static func defaultHistoryPath(environment: [String: String]) -> String? {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/switchyard/history" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.local/state/switchyard/history"
  }

  /// Whether lines are edited on a terminal, and not only read.
  package var isInteractive: Bool { worker.isInteractive }

  /// Reads one line. Calls that overlap are served one after the other. Cancelling the task that waits
  /// interrupts the line.
  ///
  /// - Parameters:
  ///   - prompt: One row, which may have escape sequences for colour. End it with a space.
  ///   - remembering: Whether the line goes into the history. For input of several lines pass `false` and
  ///     call ``remember(_:)`` with the whole.
  package func readLine(prompt: String, remembering: Bool = true) async -> LineInput {
    await readLine(prompt: { prompt }, remembering: remembering)
  }

  /// The same with a prompt that may change while the line is typed: it is asked for at the beginning, and after each
  /// call of ``promptChanged()``, on the editor's thread.
  package func readLine(prompt: @escaping @Sendable () -> String, remembering: Bool) async -> LineInput {
    let id = worker.makeRequestID()
    let input = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        worker.enqueue(LineRequest(id: id, prompt: prompt, continuation: continuation))
      }
    } onCancel: {
      worker.cancel(id)
    }
    if remembering, case .line(let line) = input { remember(line) }
    return input
  }

  /// Adds an entry to the history and its file, unless it is blank, begins with a space, or repeats the
  /// entry before it. An entry of several lines is kept as one.
  package func remember(_ entry: String) { worker.remember(entry) }

  /// Prints `text`, which is taken to be safe (see ``TerminalText``), as whole lines: above the line being
  /// typed if there is one, else straight to the output, in which case it returns when it is written.
  package func printAbove(_ text: String) { worker.printAbove(text) }

  /// Has the prompt of the line being typed asked for again. Without one it does nothing.
  package func promptChanged() { worker.promptChanged() }

  /// To be called for Ctrl-Z: takes the line being typed off the screen, stops the process, and shows the line again
  /// when it goes on. Returns at once.
  ///
  /// - Returns: Whether there was a line; if not, nothing was done.
  package func suspend() -> Bool { worker.suspend() }

  /// Abandons the line being typed, as Ctrl-C does in a shell.
  ///
  /// - Returns: Whether there was a line to interrupt.
  @discardableResult
  package func interrupt() -> Bool { worker.interrupt() }

  /// To be called after SIGWINCH and SIGCONT: takes up the terminal's size and mode and redraws.
  package func terminalChanged() { worker.terminalChanged() }

  /// Ends a line being typed, prints what waits, restores the terminal. Later reads give `endOfInput`;
  /// printing still works. Returns when done, or after a second if the terminal takes no output (Ctrl-S);
  /// its settings are restored in any case. Idempotent.
  package func close() { worker.close() }
}
