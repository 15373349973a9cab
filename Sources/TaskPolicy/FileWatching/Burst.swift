/// Changes that follow each other closely, which count as one.
struct Burst: Hashable {
  /// A burst is over when nothing has changed for this long.
  static let quiet = Duration.milliseconds(50)
  /// A burst that does not end is reported this often.
  static let longest = Duration.milliseconds(500)

  private var first: ContinuousClock.Instant?
  private var last: ContinuousClock.Instant?

  /// When to report, or `nil` if nothing has changed.
  var deadline: ContinuousClock.Instant? {
    guard let first, let last else {
      return nil
    }
    return min(last + Self.quiet, first + Self.longest)
  }

  /// Something changed.
  mutating func changeSeen(at now: ContinuousClock.Instant) {
    first = first ?? now
    last = now
  }

  /// True once, when the changes so far are to be reported.
  mutating func takeDue(at now: ContinuousClock.Instant) -> Bool {
    guard let deadline, deadline <= now else {
      return false
    }
    self = Burst()
    return true
  }
}
