import TaskEngine

/// What a task was doing at each time, as a chart shows it.
struct TaskSpans {
  enum State: String, CaseIterable {
    case queued
    case foreground
    case background
    case awaitingApproval = "awaiting_approval"
  }

  struct Span {
    var state: State
    var begin: Duration
    var end: Duration
  }

  var task: TaskSnapshot
  var spans: [Span] = []

  /// The spans of all tasks, in the order in which they came.
  ///
  /// - Parameter now: where what has not ended ends.
  static func all(_ events: [TaskEvent], now: Duration) -> [TaskSpans] {
    var order: [TaskID] = []
    var charts: [TaskID: TaskSpans] = [:]
    var open: [TaskID: (state: State, begin: Duration)] = [:]
    for event in events where event.isLifecycle {
      guard let task = event.task else { continue }
      if charts[task.id] == nil { order.append(task.id) }
      var chart = charts[task.id] ?? TaskSpans(task: task)
      chart.task = task
      if let (state, begin) = open.removeValue(forKey: task.id), event.time >= begin {
        chart.spans.append(Span(state: state, begin: begin, end: event.time))
      }
      charts[task.id] = chart
      open[task.id] = state(after: event, task).map { ($0, event.time) }
    }
    for (id, last) in open { charts[id]?.spans.append(Span(state: last.state, begin: last.begin, end: now)) }
    return order.compactMap { charts[$0] }
  }

  private static func state(after event: TaskEvent, _ task: TaskSnapshot) -> State? {
    switch event.kind {
    case .approvalRequired: return .awaitingApproval
    case .queued, .started, .detached: break
    default: return nil
    }
    if task.status == .queued { return .queued }
    return task.kind == .foreground ? .foreground : .background
  }
}
