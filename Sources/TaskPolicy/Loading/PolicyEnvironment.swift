package import LuaRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a policy's surroundings are, besides its text.
package struct PolicyEnvironment: Sendable {
  /// Wall-clock time since 1970, for `os.time` and `os.date`.
  package var now: @Sendable () -> Duration
  /// Whether everything that Lua leaves open is decided the same way on every run.
  package var isDeterministic: Bool
  /// What random numbers come from where that is so.
  package var seed: UInt64
  /// Takes what the policy prints.
  package var onPrint: @Sendable (LuaPrint) -> Void
  /// Counts the lines of the policy and its modules that run.
  package var coverage: LuaCoverage?

  package init(
    now: @escaping @Sendable () -> Duration = PolicyEnvironment.systemTime,
    isDeterministic: Bool = false,
    seed: UInt64 = 0,
    onPrint: @escaping @Sendable (LuaPrint) -> Void = { _ in }
  ) {
    self.now = now
    self.isDeterministic = isDeterministic
    self.seed = seed
    self.onPrint = onPrint
  }

  /// The system's time since 1970.
  package static let systemTime: @Sendable () -> Duration = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
