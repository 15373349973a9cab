import LuaRuntime
package import TaskEngine
import TaskPolicy

extension ScriptHost {
  /// The module `tasks`.
  static let tasks = Bindings<Body>(
    ScriptSurface.tasks.functions,
    of: ScriptSurface.tasks.shownName,
    [
      "start": { host, parameters in
        .values([host.taskObjects.object(try host.start(parameters).id, in: host.world)])
      },
      "get": { host, parameters in
        let id = try parameters.taskID("id")
        _ = try host.world.control.snapshot(of: id)
        return .values([host.taskObjects.object(id, in: host.world)])
      },
      "list_queued": list(.queued),
      "list_running": list(.running),
      "list_awaiting_approval": list(.awaitingApproval),
      "list_completed": list(.ended),
      "session": { host, parameters in
        if let id = try parameters.optionalText("id") {
          host.world.go(toSession: SessionID(rawValue: id))
        }
        return .values([.string(host.world.session.id.rawValue)])
      },
      "turn": { host, parameters in
        if let id = try parameters.optionalText("id") {
          host.world.go(toTurn: TurnID(rawValue: id))
        }
        return .values([.string(host.world.turn.rawValue)])
      },
      "wait_for_turn": { host, parameters in
        let turn = try host.turn(parameters)
        let world = host.world
        return host.wait(for: "turn \(turn)") { _ in
          switch try await world.session.waitForTurn(turn) {
          case nil: [.nil]
          case .resolution(let resolution): [resolution.record.lua]
          case .detached(let pending): [pending.detachedRecord(at: world.control.now).lua]
          }
        }
      },
      "take_pending_loop_updates": { host, _ in
        .values([.array(host.world.session.takeLoopUpdates().map(\.record.lua))])
      },
      "wait_for_loop_updates": { host, parameters in
        let options = try parameters.fields("options", as: ScriptSurface.loopOptions)
        let limit = options["timeout"] == .nil ? nil : try parameters.seconds(options["timeout"], "timeout")
        let wake: LoopWake = try options.flag("continue_requested") == true ? .continueRequested : .anyUpdate
        let session = host.world.session
        return host.wait(for: "updates of session \(session.id)'s loop") { time in
          let updates = try await within(limit, of: time) { try await session.waitForLoopUpdates(wake) }
          return updates.map { [.array($0.map(\.record.lua))] } ?? [.nil, "timeout"]
        }
      },
      "drain_ready_items": { host, _ in
        .values([.array(host.world.session.handle.control.drainReadyItems().map(\.record.lua))])
      },
      "interrupt_turn": { host, parameters in
        host.world.interrupt(try host.turn(parameters))
        return .none
      },
      "end_turn": { host, parameters in
        host.world.end(try host.turn(parameters))
        return .none
      },
      "wait_for_idle": { host, parameters in
        let limit = try parameters.optionalSeconds("seconds")
        let handle = host.world.manager.handle
        return host.wait(for: "all tasks to end") { time in
          let isIdle = try await within(limit, of: time) {
            try await handle.waitForIdle()
            return true
          }
          return isIdle == true ? [true] : [.nil, "timeout"]
        }
      },
      "events": { host, parameters in
        let id = try host.optionalTask(parameters)
        let events = host.world.recorder.events.filter { id == nil || $0.taskID == id }
        return .values([.array(events.map(\.record.lua))])
      },
      "count": { host, parameters in
        .values([.integer(Int64(host.world.view.count(try TaskFilter(parameters["filter"]))))])
      },
      "statistics": { host, parameters in
        .values([LuaValue(host.world.view.statistics(try parameters.text("label")))])
      },
      "now": { host, _ in .values([LuaValue(seconds: host.world.control.now)]) },
    ]
  )

  private static func list(_ group: Scheduler.TaskGroup) -> Body {
    { host, _ in
      .values([.array(host.world.control.list(group).map { host.taskObjects.object($0.id, in: host.world) })])
    }
  }

  /// Launches what `tasks.start(tool, input?, options?)` says.
  private func start(_ parameters: Parameters) throws -> TaskSnapshot {
    let (session, request, id) = try call(parameters)
    return try world.start(request, in: session, as: id)
  }

  /// The call that the arguments `(tool, input?, options?)` describe.
  func call(_ parameters: Parameters) throws -> (session: TaskSession, request: ToolRequest, id: TaskID?) {
    let tool = try parameters.text("tool")
    let input = try parameters.input("input")
    let options = try parameters.fields("options", as: ScriptSurface.startOptions)
    let world = world
    let session = try options.text("session_id").map { world.manager.session(SessionID(rawValue: $0)) } ?? world.session
    var request = ToolRequest(
      callID: try options.text("call_id") ?? "",
      toolName: tool,
      input: input,
      sessionID: session.id,
      turnID: try options.text("turn_id").map { TurnID(rawValue: $0) } ?? world.turn
    )
    request.tool = world.executor.traits(of: tool) ?? ToolTraits()
    if options["metadata"] != .nil {
      request.metadata = try options["metadata"].jsonObject(of: "\(parameters.function): options: metadata")
    }
    return (session, request, try options.text("task_id").map { TaskID(rawValue: $0) })
  }

  private func turn(_ parameters: Parameters) throws -> TurnID {
    try parameters.optionalText("turn").map { TurnID(rawValue: $0) } ?? world.turn
  }

  /// The task that an optional argument means: a task, or its id.
  func optionalTask(_ parameters: Parameters) throws -> TaskID? {
    switch parameters["task"] {
    case .nil: nil
    case .object(let object): try taskObjects.id(object.handle, in: world)
    default: try parameters.taskID("task")
    }
  }
}

extension ScriptWorld {
  /// What scripts may ask about the tasks.
  package var view: TaskView {
    control.view(for: ToolRequest(toolName: "", sessionID: session.id, turnID: turn))
  }
}
