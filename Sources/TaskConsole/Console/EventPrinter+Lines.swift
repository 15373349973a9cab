import TaskEngine

extension EventPrinter {
  private static let timeWidth = 9
  /// That of `continue_requested`, the longest.
  private static let typeWidth = 18
  private static let taskWidth = 9
  private static let toolWidth = 10

  /// An event on one line, in columns: time, type, task, tool, and how long it took or what else there is to say.
  ///
  /// - Parameter columns: the terminal's. What a tool tells is cut to them; what went wrong is told whole.
  static func line(_ event: TaskEvent, style: TerminalStyle, columns: Int? = nil) -> String {
    let text = line(event.type, at: event.time, role(event), subject(event), style: style)
    switch event.kind {
    case .progress, .output: return columns.map { TerminalWidth.truncated(text, to: $0) } ?? text
    default: return text
    }
  }

  /// What is no event, in the manner of one.
  func line(_ type: String, at time: Duration, _ role: TerminalStyle.Role, _ text: String) -> String {
    Self.line(type, at: time, role, text, style: output.style)
  }

  private static func line(
    _ type: String,
    at time: Duration,
    _ role: TerminalStyle.Role,
    _ text: String,
    style: TerminalStyle
  ) -> String {
    let time = style(.dim, TerminalWidth.padded(seconds(time), to: timeWidth, alignment: .trailing))
    return "\(time)  \(style(role, TerminalWidth.padded(type, to: typeWidth))) \(TerminalText.sanitized(text))"
  }

  private static func subject(_ event: TaskEvent) -> String {
    switch event.kind {
    case .queued(let task), .started(let task): return columns(task, "(\(task.kind.rawValue))")
    case .completed(let ended), .cancelled(let ended): return columns(ended, after(ended))
    case .failed(let ended, let message): return columns(ended, after(ended) + ": " + message.firstLine)
    case .approvalRequired(let task, let request): return columns(task, request.reason ?? "")
    case .continueRequested(let session, let task): return columns(task, "session \(session)")
    case .progress(let task, let text), .output(let task, let text): return columns(task, text.firstLine)
    case .policyLoaded(let load): return "generation \(load.generation), \(load.file)"
    case .policyFault(let fault):
      // What failed to load changes nothing: say so, or one would think that no policy is in force.
      let stays = fault.function == "load" && fault.generation > 0
      return fault.description + (stays ? "; generation \(fault.generation) stays in force" : "")
    case .lagged(let count): return "\(count) events were not shown"
    case .detached(let task): return columns(task, task.elapsed(at: event.time).map { "after \(seconds($0)) s" } ?? "")
    }
  }

  private static func columns(_ task: TaskSnapshot, _ rest: String) -> String {
    let id = TerminalWidth.padded(task.id.rawValue, to: taskWidth)
    if rest.isEmpty { return "\(id) \(task.toolName)" }
    return "\(id) \(TerminalWidth.padded(task.toolName, to: toolWidth)) \(rest)"
  }

  private static func after(_ task: TaskSnapshot) -> String {
    task.elapsed(at: .zero).map { "after \(seconds($0)) s" } ?? "before it started"
  }

  /// Seconds with three digits.
  static func seconds(_ duration: Duration) -> String {
    let thousandths = Int((duration.inSeconds * 1000).rounded())
    let digits = String(thousandths % 1000)
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - digits.count))\(digits)"
  }

  private static func role(_ event: TaskEvent) -> TerminalStyle.Role {
    switch event.kind {
    case .started: .started
    case .detached: .detached
    case .completed: .completed
    case .failed, .policyFault: .failed
    case .cancelled: .cancelled
    case .policyLoaded: .policy
    case .queued, .progress, .output, .lagged: .dim
    case .approvalRequired, .continueRequested: .prompt
    }
  }
}

extension String {
  /// The text up to its first newline.
  var firstLine: String {
    split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
  }
}
