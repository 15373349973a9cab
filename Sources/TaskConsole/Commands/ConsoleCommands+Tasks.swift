import TaskEngine
import TaskPolicy
import TaskScripting

extension Console {
  func startTask(_ line: String) throws {
    let arguments = try StartArguments(parsing: line)
    let world = host.world
    let session = arguments.session.map { world.manager.session(SessionID(rawValue: $0)) } ?? world.session
    let request = request(arguments, session: session)
    let task = try world.start(request, in: session)
    events.flush()
    if output.isJSON { output.show("", as: "task", json: task.record(at: world.control.now).jsonText) }
  }

  func request(_ arguments: StartArguments, session: TaskSession) -> ToolRequest {
    var request = ToolRequest(
      toolName: arguments.tool,
      input: JSONText(arguments.input),
      sessionID: session.id,
      turnID: arguments.turn.map { TurnID(rawValue: $0) } ?? host.world.turn
    )
    request.tool = host.world.executor.traits(of: arguments.tool) ?? ToolTraits()
    return request
  }

  /// All tasks: those that live first, then the last that ended.
  func showTasks() {
    let world = host.world
    let ended = world.control.list(.ended).suffix(10)
    let tasks = [.running, .queued, .awaitingApproval].flatMap(world.control.list) + ended
    let now = world.control.now
    var table = Table([
      .init("TASK"), .init("TOOL", isFlexible: true), .init("STATUS"), .init("KIND"),
      .init("ELAPSED", alignment: .trailing), .init("TURN"), .init("NOTE", isFlexible: true),
    ])
    for task in tasks {
      table.addRow([
        .init(task.id.rawValue), .init(TerminalText.sanitized(task.toolName)), .init(task.status.rawValue),
        .init(task.kind.rawValue), .init(task.elapsed(at: now).map { EventPrinter.seconds($0) + " s" } ?? "-"),
        .init("\(task.sessionID)/\(task.turnID)"), .init(note(on: task, at: now)),
      ])
    }
    let width = TerminalWidth.terminalColumns(environment: [:])
    output.show(
      tasks.isEmpty ? "no tasks" : table.lines(width: width, style: output.style).joined(separator: "\n"),
      as: "tasks",
      json: "[" + tasks.map { $0.record(at: now).jsonText }.joined(separator: ",") + "]"
    )
  }

  private func note(on task: TaskSnapshot, at now: Duration) -> String {
    if task.isDetached { return "detached" }
    guard let time = host.world.control.detachTime(of: task.id), time > now else { return "" }
    return "detaches in \(EventPrinter.seconds(time - now)) s"
  }

  /// Waits for the turn, for a task, or for all tasks.
  func wait(_ words: [String]) async throws {
    let world = host.world
    switch words.first {
    case nil:
      try await perform { [self] in
        while let update = try await world.session.waitForTurn(world.turn) {
          events.flush()
          switch update {
          case .resolution(let resolution): show(resolution)
          case .detached(let pending):
            output.show(
              pending.placeholder.text,
              as: "detached",
              json: pending.detachedRecord(at: world.control.now).jsonText
            )
          }
        }
      }
    case "idle": try await perform { try await world.manager.handle.waitForIdle() }
    case let word?:
      let id = try taskID(word)
      try await perform { _ = try await world.manager.handle.wait(for: id) }
    }
  }

  /// Shows answers that were taken.
  func show(_ resolutions: [TaskResolution], nothing: String) {
    if resolutions.isEmpty { output.show(nothing, as: "note") }
    for resolution in resolutions { show(resolution) }
  }

  func show(_ resolution: TaskResolution) {
    let task = resolution.task
    let subject = "\(task.id) \(TerminalText.sanitized(task.toolName))"
    switch resolution.outcome {
    case .item(let result):
      let text = TerminalText.sanitized(result.text.latestStates)
      let head = "\(subject) \(task.status.rawValue)\(Self.flaw(of: resolution))"
      let body = text.contains("\n") ? "\n" + text : " " + text
      output.show(text.isEmpty ? head : "\(head):\(body)", as: "resolution", json: resolution.record.jsonText)
    case .approval(let request):
      let reason = request.reason.map { ": " + TerminalText.sanitized($0) } ?? ""
      let choice = "(':approve \(task.id)' or ':deny \(task.id)')"
      output.show("\(subject) needs approval\(reason) \(choice)", as: "resolution", json: resolution.record.jsonText)
    }
  }

  /// How a task that completed says that it did not succeed.
  private static func flaw(of resolution: TaskResolution) -> String {
    guard resolution.task.status == .completed, case .item(let result) = resolution.outcome, result.isError else {
      return ""
    }
    if case .integer(let code)? = result.metadata["exit_code"] { return " with exit code \(code)" }
    return " with an error"
  }

  func explain(_ word: String) throws {
    let explanation = try host.world.control.explanation(of: try taskID(word))
    output.show(
      TerminalText.sanitized(explanation.description),
      as: "explanation",
      json: "[" + explanation.decisions.map(\.record.jsonText).joined(separator: ",") + "]"
    )
  }

  /// A task's id, written as `task-7` or `7`.
  func taskID(_ word: String) throws -> TaskID {
    let id = Int(word).map { TaskID(generated: $0) } ?? TaskID(rawValue: word)
    _ = try host.world.control.snapshot(of: id)
    return id
  }
}
