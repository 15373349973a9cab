import TaskEngine

/// What an agent's loop does with its calls, from the start of a turn to the end of its last task.
struct AgentLoop {
  let session: TaskSession

  func walk() async throws {
    // The model asked for three calls. Starting them returns at once; the placeholder is what the transcript says of a
    // call while it has no answer.
    for (id, tool) in [("c1", "weather"), ("c2", "build"), ("c3", "delete")] {
      let request = ToolRequest(callID: id, toolName: tool, turnID: "turn-1")
      let outcome = try await session.startTask(.plain(request), context: Rules.tools)
      if case .pending(let pending) = outcome { print("\(id): \(pending.placeholder.text)") }
    }

    // The turn is over when nothing holds it: each call has answered, was detached, or awaits a person.
    while let update = try await session.waitForTurn("turn-1") {
      print("turn: \(describe(update))")
      if case .resolution(let resolution) = update, case .approval(let question) = resolution.outcome {
        // Here a person would be asked. The task then runs, as part of this turn.
        try await session.handle.approve(question.taskID)
      }
    }
    print("the turn goes on without the build")

    // Between turns the loop sleeps until something wants it to go on: the policy asked for that for the build.
    for update in try await session.waitForLoopUpdates(.continueRequested) {
      print("loop: \(describe(.resolution(update)))")
    }
  }
}

/// An update on one line.
func describe(_ update: TurnTaskUpdate) -> String {
  switch update {
  case .detached(let pending): return "\(pending.task.callID) was detached: \(pending.placeholder.text)"
  case .resolution(let resolution):
    switch resolution.outcome {
    case .item(let result): return "\(resolution.task.callID) \(resolution.task.status.rawValue): \(result.text)"
    case .approval(let question): return "\(resolution.task.callID) asks: \(question.reason ?? "may it run?")"
    }
  }
}
