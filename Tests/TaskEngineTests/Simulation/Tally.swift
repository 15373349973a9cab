import TaskEngine

/// Judges a journal of real threads, where the moments of things tell nothing: what must hold of the events and
/// answers whatever the threads did.
struct Tally {
  private struct Run: Hashable { var id: TaskID, call: String, number: Int }

  private static let ends: Set = ["completed", "failed", "cancelled", "approval_required"]
  private static let order = ["queued": 0, "started": 1, "detached": 2]

  private(set) var violations: [String] = []
  private var events: [TaskEvent] = []
  private var answers: [(resolution: TaskResolution, place: Journal.Place)] = []

  static func judge(_ journal: Journal) -> [String] {
    var tally = Tally()
    var isDone = false
    for line in journal.all {
      switch line.entry {
      case .event(let event): tally.events.append(event)
      case .unseen(let event, let what): tally.fail(2, "\(event.type) of \(event.taskID!) was told, but \(what)")
      case .taken(let answers, let place): tally.answers += answers.map { ($0, place) }
      case .waitEnded(_, .turn(.resolution(let answer))): tally.answers.append((answer, .turn))
      case .waitEnded(_, .loop(let answers)): tally.answers += answers.map { ($0, .loop) }
      case .toolBegan(let call, let mark):
        if call != mark { tally.fail(10, "the tool of call \(call) sees the values of \(mark ?? -1)") }
      case .done: isDone = true
      default: break
      }
    }
    // Two readers of one stream each get events in order; whose turn it is to write them down is the threads' affair.
    tally.events.sort { $0.sequence < $1.sequence }
    tally.judgeEvents()
    tally.judgeAnswers()
    if !isDone { tally.fail(3, "someone waits for ever") }
    return tally.violations
  }

  private mutating func fail(_ invariant: Int, _ what: String) { violations.append("invariant \(invariant): \(what)") }

  private mutating func judgeEvents() {
    for (event, next) in zip(events, events.dropFirst()) where next.sequence != event.sequence + 1 {
      fail(2, "event \(next.sequence) follows \(event.sequence)")
    }
    for (run, events) in runs {
      let types = events.map(\.type)
      if types.count(where: Self.ends.contains) != 1 { fail(2, "\(run) has the events \(types)") }
      if !Self.ends.contains(types.last ?? "") { fail(2, "\(run) goes on after its end: \(types)") }
      if Set(types).count != types.count { fail(2, "\(run) repeats itself: \(types)") }
      if types.contains("queued"), types.first != "queued" { fail(2, "\(run) queues late: \(types)") }
    }
  }

  private mutating func judgeAnswers() {
    var given: [Run: [(resolution: TaskResolution, place: Journal.Place)]] = [:]
    for answer in answers { given[Self.run(of: answer.resolution.task), default: []].append(answer) }
    for (run, events) in runs {
      guard let end = events.last, let task = end.task else { continue }
      let answers = given.removeValue(forKey: run) ?? []
      guard answers.count == 1 else {
        fail(1, "\(run) has \(answers.count) answers")
        continue
      }
      if answers[0].resolution.task != task { fail(1, "the answer of \(run) is of another moment") }
      if task.kind == .background, answers[0].place == .turn { fail(1, "\(run) ended in the background") }
      if case .item(let result) = answers[0].resolution.outcome, end.type != "completed", !result.isError {
        fail(1, "the answer of \(run), which \(end.type), is no error")
      }
    }
    for run in given.keys { fail(1, "\(run) is answered and has no events") }
  }

  private static func run(of task: TaskSnapshot) -> Run { Run(id: task.id, call: task.callID, number: task.run) }

  private var runs: [Run: [TaskEvent]] {
    Dictionary(grouping: events.filter(\.isLifecycle)) { Self.run(of: $0.task!) }
  }
}
