/// Paces what a running tool tells: at most 20 events a second for each task, whatever it says meanwhile.
///
/// What is held back is told a tenth of a second later, progress as its latest state and output in one piece, or right
/// before the run's end. Of a line that carriage returns draw anew, the latest state is told.
struct ReportPacing: Sendable {
  /// Between two tellings, each of which is at most one progress and one output event.
  static let interval: Duration = .milliseconds(100)
  /// More output than this is cut in an event; all of it can be read through the handle.
  static let outputLimit = 4096

  struct Held: Sendable {
    var progress: String?
    var output: String?
  }

  private var held = Held()
  private var lastTold: Duration?
  private var isWaiting = false

  /// What to do with what has come.
  enum Step: Sendable {
    /// Tell this now.
    case tell(Held)
    /// Call `takeHeld` at this time.
    case wait(until: Duration)
    /// Someone will.
    case nothing
  }

  mutating func add(_ report: ToolContext.Report, at now: Duration) -> Step {
    switch report {
    case .progress(let text): held.progress = text.prefix(characters: 1024)
    case .output(let text): held.output = ((held.output ?? "") + text).lastPart(Self.outputLimit)
    }
    if isWaiting { return .nothing }
    guard let lastTold, now - lastTold < Self.interval else { return takeHeld(at: now).map(Step.tell) ?? .nothing }
    isWaiting = true
    return .wait(until: lastTold + Self.interval)
  }

  /// What there is to tell; `nil` if nothing is held back.
  mutating func takeHeld(at now: Duration) -> Held? {
    if held.progress == nil, held.output == nil { return nil }
    defer { held = Held() }
    lastTold = now
    isWaiting = false
    // A bar that was drawn anew meanwhile is told as it is now.
    held.output = held.output.map(\.latestStates).flatMap { $0.isEmpty ? nil : $0 }
    return held
  }
}

extension String {
  /// The end of the text, at most `limit` bytes of it, with a mark if something was left out.
  fileprivate func lastPart(_ limit: Int) -> String {
    utf8.count <= limit
      ? self : "…" + String(decoding: Array(utf8.suffix(limit)).drop { $0 & 0xC0 == 0x80 }, as: UTF8.self)
  }
}
