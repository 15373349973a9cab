import Glibc

/// A clock of any kind, read as the time since the manager began. An object: every running tool has it.
final class ManagerClock: Sendable {
  /// When a ``ContinuousClock`` began, and what is read of any other clock: one of the two.
  private let beganAt: Int64
  private let reading: (@Sendable () -> Duration)?
  /// Waits until that time, as tools wait.
  let sleep: @Sendable (_ until: Duration) async throws -> Void

  /// The time since the manager began.
  ///
  /// Nearly always of this clock, and read several times for each call: so it is read as `ContinuousClock` reads it,
  /// without the wrappers and the closure, which take as long again.
  @inline(__always)
  func now() -> Duration {
    if reading == nil { return .nanoseconds(Self.nanoseconds - beganAt) }
    return reading!()
  }

  /// It begins no later than the instants that are slept until, so none comes early.
  private init() {
    beganAt = Self.nanoseconds
    let start = ContinuousClock.now
    reading = nil
    sleep = { try await ContinuousClock().sleep(until: start + $0, tolerance: nil) }
  }

  private static var nanoseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private init(_ clock: some Clock<Duration>) {
    let start = clock.now
    beganAt = 0
    reading = { start.duration(to: clock.now) }
    sleep = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
  }

  static func of(_ clock: any Clock<Duration>) -> ManagerClock {
    clock is ContinuousClock ? ManagerClock() : opened(clock)
  }

  private static func opened(_ clock: some Clock<Duration>) -> ManagerClock { ManagerClock(clock) }
}
