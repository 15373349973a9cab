import Synchronization
import TaskEngine
import TaskScripting

/// Where everything goes that the console shows: above the line being typed, or to standard output.
///
/// Diagnostics of a batch go to standard error. With `--json`, everything is an object on a line of its own, named by
/// its one key.
package final class ConsoleOutput: Sendable {
  package let style: TerminalStyle
  let isJSON: Bool
  private let editor: LineEditor?
  private let output = OutputWriter(1)
  private let diagnostics = OutputWriter(2)
  private let closed = Mutex(false)

  /// - Parameter editor: the line editor to print above; a batch has none.
  init(style: TerminalStyle, isJSON: Bool, editor: LineEditor?) {
    self.style = style
    self.isJSON = isJSON
    self.editor = editor
  }

  /// Whether nobody reads standard output any more.
  var isClosed: Bool { closed.withLock { $0 } }

  /// Shows something: as text, or with `--json` as the object `{key: json}`.
  func show(_ text: String, as key: String, json: @autoclosure () -> String) {
    if isJSON { return write("{\(JSONValue.string(key).jsonText):\(json())}", to: output) }
    if !text.isEmpty { write(text, to: output) }
  }

  /// Shows a text that has no other form.
  func show(_ text: String, as key: String) { show(text, as: key, json: JSONValue.string(text).jsonText) }

  /// Shows what went wrong.
  func fail(_ message: String) {
    if isJSON { return write("{\"error\":\(JSONValue.string(message).jsonText)}", to: output) }
    let text = style(.error, "error:") + " " + TerminalText.sanitized(message)
    write(text, to: editor == nil ? diagnostics : output)
  }

  private func write(_ text: String, to writer: OutputWriter) {
    if let editor, !isJSON { return editor.printAbove(text) }
    do {
      try writer.writeLine(text)
    } catch {
      // Nobody reads any more: the console sees it and ends.
      closed.withLock { $0 = true }
    }
  }
}
