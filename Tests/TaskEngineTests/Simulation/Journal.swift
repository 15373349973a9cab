import TaskEngine

/// All that was done and seen in one schedule, in the order in which it was.
final class Journal: Sendable {
  enum Entry: Sendable {
    /// Something was asked of the manager; `called` follows when it has answered.
    case calling(Act)
    case called(Act, Outcome)
    case event(TaskEvent)
    /// An event was read, and what it implies was not to be seen through the handle.
    case unseen(TaskEvent, String)
    /// The policy was asked about a call.
    case asked(Question, call: Int)
    case toolBegan(call: Int, mark: Int?)
    case toolEnded(call: Int, ToolEnd)
    case waitBegan(Int, Wait)
    /// Its caller was cancelled.
    case waitCancelled(Int)
    case waitEnded(Int, WaitOutcome)
    case taken([TaskResolution], Place)
    case subscribed(Int, SessionID?)
    /// All that a stream yielded, from its beginning to its end.
    case streamed(Int, [TaskEvent])
    /// The manager's numbers, and how many timers it holds at that moment.
    case audit(TaskStatistics, timers: Int)
    case done
  }

  enum Act: Sendable {
    case launch(Int)
    case cancel(TaskID)
    case detach(TaskID)
    case approve(TaskID, TurnID?)
    case deny(TaskID)
    case interrupt(SessionID, TurnID)
    case endTurn(SessionID, TurnID)
    case setMode(TaskID, DeliveryMode)
    case setContinue(TaskID, ContinuePolicy)
    case look(TaskID)
    case replacePolicy
    case shutdown
  }

  enum Outcome: Sendable {
    case done(TaskSnapshot?)
    case refused(TaskManagerError)
  }

  enum Question: Sendable {
    /// What the policy answered; `nil` if it threw.
    case route(RoutingDecision?)
    case permission(PermissionDecision?)
    case mode(DeliveryMode?, threw: Bool)
    case continues(ContinuePolicy?, threw: Bool)
  }

  struct ToolEnd: Sendable {
    enum How: Sendable { case returned(isError: Bool), threw, stopped }
    var how: How
    /// It knew of its cancellation.
    var wasCancelled: Bool
  }

  enum Wait: Sendable {
    case task(TaskID)
    case idle(SessionID?)
    case turn(SessionID, TurnID)
    case loop(SessionID, LoopWake)
  }

  enum WaitOutcome: Sendable {
    case task(TaskSnapshot)
    case refused(TaskManagerError)
    case idle
    case turn(TurnTaskUpdate?)
    case loop([TaskResolution])
    case cancelled
  }

  enum Place: Sendable, Hashable { case turn, loop, ready }

  struct Line: Sendable {
    var time: Duration
    var entry: Entry
  }

  private let lines = StateLock<[Line]>([])
  private let manager: AsyncTaskManager
  private let now: @Sendable () -> Duration
  private let events: TaskEvents

  init(of manager: AsyncTaskManager, now: @escaping @Sendable () -> Duration) {
    self.manager = manager
    self.now = now
    events = manager.handle.events(bufferingNewest: 100_000)
  }

  var all: [Line] { lines.withLock { $0 } }

  /// Notes all events that have come meanwhile, then `entry`.
  func note(_ entry: Entry) {
    readEvents()
    append(entry)
  }

  /// Notes all events that have come meanwhile.
  func readEvents() {
    while let event = events.nextIfReady() {
      append(.event(event))
      if let what = whatIsUnseen(of: event) { append(.unseen(event, what)) }
    }
  }

  private func append(_ entry: Entry) {
    let time = now()
    lines.withLock { $0.append(Line(time: time, entry: entry)) }
  }

  /// What an event implies must be visible when it is read, or have been overtaken by something later.
  private func whatIsUnseen(of event: TaskEvent) -> String? {
    guard event.isLifecycle, let then = event.task else { return nil }
    guard let now = try? manager.handle.control.snapshot(of: then.id), now.callID == then.callID, now.run == then.run
    else { return nil }
    switch event.kind {
    case .started: return now.startedAt == nil ? "it has not started" : nil
    case .detached: return now.isDetached && now.kind == .background ? nil : "it is not detached"
    case .completed, .failed, .cancelled:
      if now.status != then.status { return "it is \(now.status)" }
      do {
        return try manager.handle.control.result(of: then.id) == nil ? "it has no result" : nil
      } catch .forgottenTask {
        // On threads that may have happened since the line above, which is no fault.
        return nil
      } catch {
        return "its result is refused: \(error)"
      }
    case .approvalRequired: return now.status == .awaitingApproval || now.status.isEnded ? nil : "it is \(now.status)"
    default: return nil
    }
  }

  /// The journal as text, for reading and for comparing.
  var text: String {
    all.map { line in
      let what =
        switch line.entry {
        case .event(let event):
          "event \(event.sequence) \(event.type) \(event.task.map(Self.short) ?? "") at \(event.time)"
        case .asked(.route(let decision?), let call): "asked to route call \(call): \(Self.short(decision))"
        case .taken(let answers, let place): "taken from \(place): \(answers.map { Self.short($0.task) })"
        case .waitEnded(let number, .turn(let update)):
          "wait \(number) ended: \(update.map { "\($0.isDetached ? "detached " : "")\(Self.short($0.task))" } ?? "nil")"
        case .waitEnded(let number, .loop(let answers)):
          "wait \(number) ended: \(answers.map { Self.short($0.task) })"
        case .waitEnded(let number, .task(let task)): "wait \(number) ended: \(Self.short(task))"
        case .called(let act, .done(let task)): "called \(act): \(task.map(Self.short) ?? "done")"
        case .audit(let numbers, let timers): "audit: \(numbers.queued) \(numbers.running), timers: \(timers)"
        case .streamed(let number, let events): "stream \(number): \(events.map(\.sequence))"
        default: "\(line.entry)"
        }
      return "\(line.time) \(what)"
    }
    .prefix(1_000).joined(separator: "\n")
  }

  private static func short(_ decision: RoutingDecision) -> String {
    // A dictionary's own order differs from process to process.
    let keys = decision.concurrency.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    var rest = decision
    rest.concurrency = [:]
    return "\(rest), keys \(keys)"
  }

  private static func short(_ task: TaskSnapshot) -> String {
    "\(task.id)/\(task.callID) \(task.sessionID) \(task.turnID) run \(task.run) \(task.kind) \(task.status)"
  }
}

extension TurnTaskUpdate {
  var isDetached: Bool { if case .detached = self { true } else { false } }

  var task: TaskSnapshot {
    switch self {
    case .detached(let pending): pending.task
    case .resolution(let resolution): resolution.task
    }
  }
}
