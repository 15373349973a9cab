import TaskEngine

extension SessionScenario {
  /// Bytes of an output that a scenario repeats; more is no reading matter.
  private static let outputLimit = 4096

  /// What every saved scenario judges by.
  static let helpers = """
    -- What became of a task: its route, when it was detached, how it ended, and where its answer went.
    local function outcome(task, places)
      local found = { kind = task.kind, status = task.status, events = event_names(task), answer = places[task.id] }
      for _, decision in ipairs(task:explain()) do
        if decision.func == "route" then
          found.route = decision.result
        end
      end
      local events = tasks.events(task)
      for _, event in ipairs(events) do
        if event.type == "detached" then
          found.detached_after = math.floor((event.time - events[1].time) * 1000 + 0.5) / 1000
        end
      end
      if task.status == "completed" then
        found.output = task.output
      end
      return found
    end

    -- Where the answers of these turns and their sessions are: in the turn, in the loop, or ready to be drained.
    local function places_of_answers(sessions)
      local places = {}
      local function note(answer, place)
        if answer.type == "item" then
          places[answer.task_id] = place
        end
      end
      for session, turns in pairs(sessions) do
        tasks.session(session)
        for _, turn in ipairs(turns) do
          for answer in tasks.wait_for_turn, turn do
            note(answer, "turn")
          end
        end
        for _, answer in ipairs(tasks.take_pending_loop_updates()) do
          note(answer, "loop")
        end
        for _, answer in ipairs(tasks.drain_ready_items()) do
          note(answer, "ready items")
        end
      end
      return places
    end

    """

  /// The assertions.
  func outcomeLines() throws -> [String] {
    var turns: [SessionID: Set<TurnID>] = [:]
    for task in tasks { turns[task.snapshot.sessionID, default: []].insert(task.snapshot.turnID) }
    let sessions = turns.sorted { $0.key.rawValue < $1.key.rawValue }.map { session, turns in
      LuaLiteral.field(session.rawValue, LuaLiteral.list(turns.map(\.rawValue).sorted()))
    }
    let running = tasks.filter { !$0.snapshot.status.isEnded }
    var lines: [String] = []
    if !running.isEmpty {
      lines.append("-- These had not ended when the session was saved.")
      for task in running {
        lines.append("assert.equal(\"\(task.snapshot.status.rawValue)\", \(variable(task.launch.id)).status)")
        lines.append("assert.equal(\"\(task.snapshot.kind.rawValue)\", \(variable(task.launch.id)).kind)")
        lines.append("assert.same(\(LuaLiteral.list(task.names)), event_names(\(variable(task.launch.id))))")
        lines.append("\(variable(task.launch.id)):cancel()")
      }
      lines.append("")
    }
    lines.append("local places = places_of_answers({ \(sessions.joined(separator: ", ")) })")
    for task in tasks where task.snapshot.status.isEnded {
      let expected = LuaLiteral.table(try expectation(task), indent: "    ")
      lines.append("assert.same(\(expected), outcome(\(variable(task.launch.id)), places))")
    }
    let faults = world.recorder.events.count { event in
      if case .policyFault(let fault) = event.kind { fault.taskID != nil } else { false }
    }
    if faults > 0 { lines.append("assert.equal(\(faults), #policy.take_faults())") }
    return lines
  }

  private func expectation(_ task: ObservedTask) throws -> [String] {
    var fields: [String] = []
    if let route = task.route { fields.append("route = \(LuaLiteral.text(route))") }
    fields.append("kind = \"\(task.snapshot.kind.rawValue)\"")
    if let moment = detachMoment(of: task) { fields.append("detached_after = \(LuaLiteral.seconds(moment))") }
    fields.append("status = \"\(task.snapshot.status.rawValue)\"")
    fields.append("events = \(LuaLiteral.list(task.names))")
    if let place = task.destination { fields.append("answer = \(LuaLiteral.text(place))") }
    if task.snapshot.status == .completed, let result = task.result {
      fields.append("output = \(try LuaLiteral.output(Self.clipped(result.output), indent: "      "))")
    }
    return fields
  }

  /// When it was detached, counted from its launch: at its deadline, or when somebody did something.
  private func detachMoment(of task: ObservedTask) -> Duration? {
    guard let detach = task.detach else { return nil }
    if let limit = task.launch.detachAfter, detach.time - task.snapshot.launchedAt >= limit { return limit }
    guard let index = timeline.entries.lastIndex(where: { $0.sequence < detach.sequence }),
      let launch = timeline.launches[task.launch.id]
    else { return nil }
    return timeline.moments[index] - launch
  }

  // MARK: Tools

  /// The tools as the scenario defines them: those that take a command's, a file's or a function's place do what was
  /// observed.
  func toolLines() throws -> [String] {
    var calls: [String: [ObservedTask]] = [:]
    for task in tasks where task.isSimulated { calls[task.snapshot.toolName, default: []].append(task) }
    return try calls.sorted { $0.key < $1.key }.map { name, tasks in
      let called = tasks.filter(\.toolWasCalled).sorted { ($0.start?.sequence ?? 0) < ($1.start?.sequence ?? 0) }
      let behaviours = try called.map(behaviour)
      var spec = traits(tasks[0].launch.tool?.traits ?? ToolTraits())
      // Only where it matters: it is what refused a call before its tool saw it.
      if let schema = tasks[0].launch.tool?.inputSchema, tasks.contains(where: { $0.isRefused(by: schema) }) {
        spec.append("input = " + LuaLiteral.value(schema.json, indent: "      "))
      }
      if behaviours.allSatisfy({ $0 == behaviours[0] }) {
        spec += behaviours.first ?? []
      } else {
        let list = behaviours.map { LuaLiteral.table($0, indent: "        ") }
        spec.append("calls = {\n" + list.map { "        \($0),\n" }.joined() + "      }")
      }
      return "tools.define(\(LuaLiteral.text(name)), \(LuaLiteral.table(spec, indent: "    ")))"
    }
  }

  private func traits(_ traits: ToolTraits) -> [String] {
    [
      traits.description.isEmpty ? nil : "description = \(LuaLiteral.text(traits.description))",
      traits.isReadOnly ? "read_only = true" : nil,
      traits.isDestructive ? "destructive = true" : nil,
      traits.isIdempotent ? "idempotent = true" : nil,
    ].compactMap { $0 }
  }

  /// What the tool did in this call, as fields of a simulated one.
  private func behaviour(_ task: ObservedTask) throws -> [String] {
    guard task.toolReturned else { return ["hangs = true"] }
    var fields = ["takes = \(LuaLiteral.seconds(timeline.durations[task.launch.id] ?? .zero))"]
    if case .failed(_, let message)? = task.end?.kind { return fields + ["fails = \(LuaLiteral.text(message))"] }
    guard let result = task.result else { return fields }
    fields.append("returns = \(try LuaLiteral.output(Self.clipped(result.output), indent: "        "))")
    if result.isError { fields.append("is_error = true") }
    if !result.metadata.isEmpty {
      fields.append("metadata = \(LuaLiteral.value(.object(result.metadata), indent: "        "))")
    }
    return fields
  }

  private static func clipped(_ output: ToolResult.Output) -> ToolResult.Output {
    guard case .text(let text) = output, text.utf8.count > outputLimit else { return output }
    return .text(text.prefix(outputLimit) + "\n(…)\n")
  }
}
