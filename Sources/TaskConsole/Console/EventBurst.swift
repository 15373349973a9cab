import TaskEngine

/// Decides, when events come faster than a person can read, which are shown and which are only counted.
///
/// The first of a burst are shown one by one; as long as it goes on, a few of each stretch of time, and how many more
/// there were. What went wrong has room of its own.
struct EventBurst {
  typealias Instant = ContinuousClock.Instant

  /// How long a stretch is.
  static let stretch = Duration.milliseconds(250)
  /// Lines in a stretch that begins quietly: about a screen.
  static let room = 24
  /// Lines in a stretch after one that had too many.
  static let scarceRoom = 3
  /// Lines for what went wrong, beside the others.
  static let urgentRoom = 6

  private var began: Instant?
  private var shown = 0
  private var urgentShown = 0
  private var isLong = false
  private var counted: [(type: String, count: Int)] = []
  private var lastTime = Duration.zero

  /// When the number of those that were only counted is due; `nil` if there are none.
  var summaryDue: Instant? { counted.isEmpty ? nil : began?.advanced(by: Self.stretch) }

  /// Whether an event is to be shown; if not, it has been counted. A summary that is due has to be taken before.
  mutating func admits(_ event: TaskEvent, at now: Instant) -> Bool {
    if began.map({ now >= $0.advanced(by: Self.stretch) }) ?? true {
      (began, shown, urgentShown) = (now, 0, 0)
    }
    let isUrgent = event.isUrgent
    if isUrgent, urgentShown < Self.urgentRoom {
      urgentShown += 1
      return true
    }
    if !isUrgent, shown < (isLong ? Self.scarceRoom : Self.room) {
      shown += 1
      return true
    }
    if let index = counted.firstIndex(where: { $0.type == event.type }) {
      counted[index].count += 1
    } else {
      counted.append((event.type, 1))
    }
    lastTime = event.time
    return false
  }

  /// What was only counted, and the time of the last; `nil` while it is not due, unless `early`.
  mutating func takeSummary(at now: Instant, early: Bool) -> (text: String, time: Duration)? {
    guard let due = summaryDue else {
      // A stretch has passed, and all of it was shown.
      if let began, now >= began.advanced(by: Self.stretch), shown < Self.scarceRoom { isLong = false }
      return nil
    }
    guard early || now >= due else { return nil }
    isLong = true
    defer { counted = [] }
    return (counted.map { "\($0.count) more \($0.type)" }.joined(separator: ", "), lastTime)
  }
}

extension TaskEvent {
  /// Whether it tells that something went wrong or that somebody has to act.
  fileprivate var isUrgent: Bool {
    switch kind {
    case .failed, .approvalRequired, .policyLoaded, .policyFault, .lagged: true
    default: false
    }
  }
}
