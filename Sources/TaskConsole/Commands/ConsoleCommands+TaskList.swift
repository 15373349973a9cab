import TaskEngine
import TaskScripting

extension Console {
  /// All tasks: those that live first, then the last that ended.
  func showTasks() {
    let control = host.world.control
    let queue = control.list(.queued)
    let tasks = control.list(.running) + queue + control.list(.awaitingApproval) + control.list(.ended).suffix(10)
    let now = control.now
    // Where one is, the prompt says.
    let places = tasks.map { "\($0.sessionID)/\($0.turnID)" }
    let showsPlaces = places.contains { $0 != "\(host.world.session.id)/\(host.world.turn)" }
    var table = Table(
      [.init("TASK"), .init("TOOL", isFlexible: true), .init("STATUS"), .init("KIND")]
        + [.init("ELAPSED", alignment: .trailing)] + (showsPlaces ? [.init("TURN")] : [])
        + [.init("NOTE", isFlexible: true)]
    )
    for (task, place) in zip(tasks, places) {
      table.addRow(
        [
          .init(task.id.rawValue), .init(TerminalText.sanitized(task.toolName)),
          .init(task.status.rawValue, role: Self.role(of: task.status)), .init(task.kind.rawValue),
          .init(task.elapsed(at: now).map { EventPrinter.seconds($0) + " s" } ?? "-"),
        ] + (showsPlaces ? [.init(place)] : []) + [.init(note(on: task, in: queue, at: now))]
      )
    }
    let width = TerminalWidth.terminalColumns(environment: [:])
    output.show(
      tasks.isEmpty
        ? "no tasks (':start TOOL' starts one, ':tools' lists the tools)"
        : table.lines(width: width, style: output.style).joined(separator: "\n"),
      as: "tasks",
      json: "[" + tasks.map { $0.record(at: now).jsonText }.joined(separator: ",") + "]"
    )
  }

  /// What is to come of a task, or has; and what it printed last.
  private func note(on task: TaskSnapshot, in queue: [TaskSnapshot], at now: Duration) -> String {
    var notes: [String] = []
    if let index = queue.firstIndex(where: { $0.id == task.id }) {
      notes.append("\(index + 1) of \(queue.count) in the queue")
    }
    if task.status == .awaitingApproval { notes.append(":approve or :deny") }
    if task.isDetached {
      notes.append("detached")
    } else if let time = host.world.control.detachTime(of: task.id), time > now {
      notes.append("detaches in \(EventPrinter.seconds(time - now)) s")
    }
    let printed = lastLine(of: task)
    if !printed.isEmpty { notes.append("“\(printed)”") }
    return notes.joined(separator: ", ")
  }

  /// The last line that a task has printed so far; what has ended has its result instead.
  private func lastLine(of task: TaskSnapshot) -> String {
    guard !task.status.isEnded, let output = try? host.world.control.output(of: task.id) else { return "" }
    let lines = output.text.latestStates.split(separator: "\n")
    return lines.last { !$0.allSatisfy(\.isWhitespace) }.map(String.init) ?? ""
  }

  private static func role(of status: TaskStatus) -> TerminalStyle.Role? {
    switch status {
    case .completed: .completed
    case .failed: .failed
    case .cancelled, .cancelling: .cancelled
    case .awaitingApproval: .prompt
    case .queued, .running: nil
    }
  }
}
