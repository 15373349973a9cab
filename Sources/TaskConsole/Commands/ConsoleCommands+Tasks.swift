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

  /// A task's id, written as `task-7` or `7`.
  func taskID(_ word: String) throws -> TaskID {
    let id = Int(word).map { TaskID(generated: $0) } ?? TaskID(rawValue: word)
    _ = try host.world.control.snapshot(of: id)
    return id
  }
}
