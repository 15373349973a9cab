import TaskEngine
import TaskScripting

/// Why a task ran as it did, told in the order in which it happened.
struct TaskStory {
  let explanation: TaskExplanation
  let events: [TaskEvent]
  let result: ToolResult?
  /// How somebody asked for its answer to be delivered, if somebody did.
  let chosenDelivery: DeliveryMode?

  private var task: TaskSnapshot { explanation.task }

  /// One line for each thing that happened, and below it why.
  var lines: [String] {
    var lines = ["\(task.id) (\(task.toolName)) is \(task.status.rawValue), \(task.kind.rawValue)"]
    func tell(_ time: Duration?, _ text: String) {
      let clock = time.map(EventPrinter.seconds) ?? ""
      lines.append(TerminalWidth.padded(clock, to: 9, alignment: .trailing) + "  " + text)
    }
    let input = task.request.input.text
    tell(task.launchedAt, "launched in \(task.sessionID)/\(task.turnID) with \(input.firstLine.prefix(200))")
    for decision in decisions("route") { tell(nil, "  " + decision) }
    var permissions = decisions("permission")[...]
    for event in events {
      switch event.kind {
      case .queued: tell(event.time, "queued: it waits until each of its concurrency keys has room")
      case .started(let task):
        tell(event.time, "started in the \(task.kind.rawValue)")
        if let permission = permissions.popFirst() { tell(nil, "  " + permission) }
      case .detached:
        let waited = EventPrinter.seconds(event.time - task.launchedAt)
        tell(event.time, "detached \(waited) s after its launch: the turn went on without it")
      case .approvalRequired(_, let request):
        tell(event.time, "needs approval" + (request.reason.map { ", because \($0)" } ?? ""))
      case .completed(let ended): tell(event.time, "completed" + took(ended) + said)
      case .failed(let ended, let message): tell(event.time, "failed\(took(ended)): \(message.firstLine)")
      case .cancelled(let ended): tell(event.time, "was cancelled" + took(ended))
      case .continueRequested(let session, _): tell(event.time, "asked the loop of session \(session) to go on")
      case .progress, .output, .policyLoaded, .policyFault, .lagged: break
      }
    }
    let delivery = decisions("delivery_mode") + decisions("continue_policy")
    if task.status.isEnded {
      tell(nil, destination)
      for decision in delivery { tell(nil, "  " + decision) }
    }
    return lines.map(TerminalText.sanitized)
  }

  private func took(_ ended: TaskSnapshot) -> String {
    ended.elapsed(at: .zero).map { " after \(EventPrinter.seconds($0)) s" } ?? ""
  }

  private var said: String {
    guard let text = result?.text.latestStates, !text.isEmpty else { return "" }
    let flaw = result?.isError == true ? " with an error" : ""
    return "\(flaw): \(text.firstLine.prefix(200))\(text.contains("\n") ? " …" : "")"
  }

  /// Where the answer went.
  private var destination: String {
    guard task.kind == .background else {
      return "its answer went to turn \(task.turnID) (':wait' reads it)"
    }
    let decided = explanation.decisions.last { $0.function == "delivery_mode" }?.result
    return (chosenDelivery?.rawValue ?? decided) == DeliveryMode.manual.rawValue
      ? "its answer was kept until it is drained (':drain')"
      : "its answer went to the loop of session \(task.sessionID) (':updates' reads it)"
  }

  /// What a function of the policy said, with its place.
  private func decisions(_ function: String) -> [String] {
    explanation.decisions.filter { $0.function == function }.map { decision in
      var text = "\(decision.function): \(decision.result)"
      if let reason = decision.reason { text += ", because \(reason)" }
      if let source = decision.source { text += " (\(source.file):\(source.line), generation \(source.generation))" }
      if let fault = decision.fault { text += "; the policy failed and this is the fallback: \(fault)" }
      return text
    }
  }
}

extension Console {
  func explain(_ word: String) throws {
    let id = try taskID(word)
    let explanation = try host.world.control.explanation(of: id)
    let story = TaskStory(
      explanation: explanation,
      events: host.world.recorder.events.filter { $0.taskID == id },
      result: try host.world.control.result(of: id),
      chosenDelivery: host.world.chosenDelivery(of: id)
    )
    output.show(
      story.lines.joined(separator: "\n"),
      as: "explanation",
      json: "[" + explanation.decisions.map(\.record.jsonText).joined(separator: ",") + "]"
    )
  }
}
