import TaskEngine

/// What came of a call that was launched.
struct ObservedTask {
  let launch: SessionJournal.Launch
  /// As it is now, or was when it was last heard of.
  let snapshot: TaskSnapshot
  /// Its events from `queued` to `approval_required`.
  let events: [TaskEvent]
  /// What it ended with, unless it has been forgotten or has not ended.
  let result: ToolResult?
  let decisions: [DecisionRecord]
  /// What somebody set by hand, last.
  let chosenDelivery: DeliveryMode?
  /// Whether its turn was closed with its answer unread.
  let turnWasEnded: Bool
  /// Whether a simulated tool takes the place of its tool.
  private(set) var isSimulated = false

  var names: [String] { events.map(\.type) }

  var wasQueued: Bool { events.contains { if case .queued = $0.kind { true } else { false } } }

  /// Its last start.
  var start: TaskEvent? { events.last { if case .started = $0.kind { true } else { false } } }

  var detach: TaskEvent? { events.first { if case .detached = $0.kind { true } else { false } } }

  /// What ended it, if it has ended.
  var end: TaskEvent? {
    events.last { event in
      switch event.kind {
      case .completed, .failed, .cancelled: true
      default: false
      }
    }
  }

  /// What its route was, as the explanation words it.
  var route: String? { decisions.first { $0.function == "route" }?.result }

  /// Where its answer went, once it has ended.
  var destination: String? {
    guard snapshot.status.isEnded else { return nil }
    guard snapshot.kind == .background else { return turnWasEnded ? "loop" : "turn" }
    let decided = decisions.last { $0.function == "delivery_mode" }.flatMap { DeliveryMode(rawValue: $0.result) }
    let mode = chosenDelivery ?? decided
    return mode == .manual ? "ready items" : "loop"
  }

  /// Whether the tool itself was called, and not refused before.
  var toolWasCalled: Bool {
    start != nil && snapshot.status != .awaitingApproval && result?.metadata["never_began"] != true
      && launch.tool != nil
  }

  /// Whether its input is not what the schema says.
  func isRefused(by schema: InputSchema) -> Bool {
    do { try schema.check(launch.request.input) } catch { return true }
    return false
  }

  /// Whether the tool came to its end by itself, and not by a deadline or by being cancelled.
  var toolReturned: Bool {
    switch end?.kind {
    case .completed: true
    case .failed(_, let message): !message.hasPrefix("'\(snapshot.toolName)' passed its deadline")
    default: false
    }
  }

  /// All launched tasks of a world, in the order of their launch.
  static func all(in world: ScriptWorld, _ entries: [SessionJournal.Entry]) -> [ObservedTask] {
    let events = Dictionary(grouping: world.recorder.events.filter(\.isLifecycle)) { $0.taskID }
    var chosen: [TaskID: DeliveryMode] = [:]
    var endedTurns: [(session: SessionID, turn: TurnID, sequence: UInt64)] = []
    for entry in entries {
      switch entry.deed {
      case .setDeliveryMode(let mode, let id): chosen[id] = mode
      case .endTurn(let session, let turn): endedTurns.append((session, turn, entry.sequence))
      default: break
      }
    }
    var tasks = entries.compactMap { entry -> ObservedTask? in
      guard case .launch(let launch) = entry.deed, let own = events[launch.id], let last = own.last?.task else {
        return nil
      }
      // What has been forgotten is told by its events alone.
      let snapshot = (try? world.control.snapshot(of: launch.id)) ?? last
      return ObservedTask(
        launch: launch,
        snapshot: snapshot,
        events: own,
        result: (try? world.control.result(of: launch.id)) ?? nil,
        decisions: (try? world.control.explanation(of: launch.id).decisions) ?? [],
        chosenDelivery: chosen[launch.id],
        turnWasEnded: endedTurns.contains { ended in
          ended.session == snapshot.sessionID && ended.turn == snapshot.turnID
            && ended.sequence >= (own.last?.sequence ?? 0)
        }
      )
    }
    // The simplest tools do in a scenario just what they do elsewhere; but there they have ended.
    let unended = Set(tasks.filter { !$0.snapshot.status.isEnded }.map(\.snapshot.toolName))
    for index in tasks.indices {
      guard let tool = tasks[index].launch.tool else { continue }
      tasks[index].isSimulated = !(tool is ClosureTool) || unended.contains(tool.name)
    }
    return tasks
  }
}
