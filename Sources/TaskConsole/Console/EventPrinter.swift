import Synchronization
import TaskEngine
import TaskScripting

/// Shows events as they come. What has come by the time a command answers is shown before its answer.
final class EventPrinter: Sendable {
  private let events: TaskEvents
  private let output: ConsoleOutput
  private let isOn = Mutex(true)
  private let printing = Mutex<Void>(())

  init(_ handle: TaskManagerHandle, output: ConsoleOutput) {
    events = handle.events()
    self.output = output
  }

  /// Whether events are shown; those that come while they are not are not shown later either.
  func setOn(_ on: Bool) {
    flush()
    isOn.withLock { $0 = on }
  }

  /// Shows events until there are no more.
  func run() async {
    while await events.hasMore() { flush() }
  }

  /// Shows what has come by now.
  func flush() {
    // One at a time, so that the order of the lines is that of the events.
    printing.withLock { _ in
      while let event = events.nextIfReady() {
        guard isOn.withLock({ $0 }) else { continue }
        if case .output = event.kind { continue }
        output.show(Self.line(event, style: output.style), as: "event", json: event.record.jsonText)
      }
    }
  }

  /// An event on one line: time, type, and what it is about.
  static func line(_ event: TaskEvent, style: TerminalStyle) -> String {
    line(event.type, at: event.time, role(event), subject(event), style: style)
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
    let time = style(.dim, TerminalWidth.padded(seconds(time), to: 9, alignment: .trailing))
    return "\(time)  \(style(role, TerminalWidth.padded(type, to: 18))) \(TerminalText.sanitized(text))"
  }

  private static func subject(_ event: TaskEvent) -> String {
    let task = event.task.map { "\($0.id) \($0.toolName)" } ?? ""
    switch event.kind {
    case .queued(let task): return "\(task.id) \(task.toolName) (\(task.kind.rawValue))"
    case .started(let task): return "\(task.id) \(task.toolName) (\(task.kind.rawValue))"
    case .completed(let ended), .cancelled(let ended): return task + after(ended)
    case .failed(let ended, let message): return task + after(ended) + ": " + message.firstLine
    case .approvalRequired(_, let request): return task + (request.reason.map { ": \($0)" } ?? "")
    case .continueRequested(let session, _): return "\(task), session \(session)"
    case .progress(_, let text), .output(_, let text): return "\(task): \(text.firstLine)"
    case .policyLoaded(let load): return "generation \(load.generation), \(load.file)"
    case .policyFault(let fault):
      // What failed to load changes nothing: say so, or one would think that no policy is in force.
      let stays = fault.function == "load" && fault.generation > 0
      return fault.description + (stays ? "; generation \(fault.generation) stays in force" : "")
    case .lagged(let count): return "\(count) events were not shown"
    case .detached: return task
    }
  }

  private static func after(_ task: TaskSnapshot) -> String {
    task.elapsed(at: .zero).map { " after \(seconds($0)) s" } ?? ""
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
