import Glibc
import Testing

@testable import TaskConsole

/// A line editor on a pseudo-terminal, closed at the end.
struct EditorSession {
  let terminal: PseudoTerminal
  let editor: LineEditor

  static func run(
    columns: Int = 40,
    rows: Int = 12,
    terminal kind: String = "xterm",
    historyFile: String? = nil,
    completer: @escaping @Sendable (String, Int) -> Completion = { Completion(replaceFrom: $1, candidates: []) },
    _ body: (EditorSession) async throws -> Void
  ) async throws {
    let terminal = try PseudoTerminal(columns: columns, rows: rows)
    var configuration = LineEditor.Configuration(historyFile: historyFile, completer: completer)
    configuration.input = terminal.programEnd
    configuration.output = terminal.programEnd
    configuration.error = terminal.programEnd
    configuration.terminal = kind
    let session = EditorSession(terminal: terminal, editor: try LineEditor(configuration))
    defer {
      session.editor.close()
      terminal.hangUp()
    }
    try await body(session)
  }

  /// A line that is being read. Cancelling who waits for it, as a time limit does, ends it.
  struct Reading {
    fileprivate let task: Task<LineInput, Never>

    var value: LineInput {
      get async {
        await withTaskCancellationHandler {
          await task.value
        } onCancel: {
          task.cancel()
        }
      }
    }

    func cancel() { task.cancel() }
  }

  /// Starts reading.
  func begin(_ prompt: String = "> ") -> Reading { begin(changing: { prompt }) }

  private func begin(changing prompt: @escaping @Sendable () -> String) -> Reading {
    let editor = editor
    return Reading(task: Task { await editor.readLine(prompt: prompt, remembering: true) })
  }

  /// Starts reading and waits for the prompt.
  func reading(_ prompt: String = "> ") async throws -> Reading { try await reading(changing: { prompt }) }

  /// The same with a prompt that may change.
  func reading(changing prompt: @escaping @Sendable () -> String) async throws -> Reading {
    // What the line before left behind must have been seen, or its prompt would be taken for this one's.
    try await terminal.wait { $0.cursorColumn == 0 }
    let reading = begin(changing: prompt)
    let shown = String(TerminalText.sanitized(prompt()).dropLast())
    try await terminal.wait { $0.lines.last == shown }
    return reading
  }

  /// A whole line, typed and taken.
  func enter(_ line: String) async throws {
    let input = try await reading()
    terminal.type(line + "\r")
    #expect(await input.value == .line(line))
  }
}

/// A folder that is removed afterwards.
struct TemporaryFolder: ~Copyable {
  let path: String

  init() throws {
    var template = Array("/tmp/console-tests-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.flatMap { mkdtemp($0) } }
    try #require(made != nil)
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    guard let folder = opendir(path) else {
      unlink(path)
      return
    }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { remove(path + "/" + name) }
    }
    closedir(folder)
    rmdir(path)
  }
}
