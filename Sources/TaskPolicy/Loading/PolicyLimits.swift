/// What one call of a policy may cost.
public struct PolicyLimits: Hashable, Sendable {
  /// Lua instructions for one call.
  public var instructions = 100_000
  /// Processor time for one call; not limited if `nil`, as in virtual time.
  public var time: Duration? = .milliseconds(50)
  /// Bytes that the policy's state may hold.
  public var memory = 16 * 1024 * 1024
  /// Lua instructions for loading the policy.
  public var loadInstructions = 10_000_000
  /// Processor time for loading the policy; not limited if `nil`.
  public var loadTime: Duration? = .seconds(1)

  /// The defaults.
  public init() {}

  /// The defaults without limits on time, for virtual time.
  public static var untimed: PolicyLimits {
    var limits = PolicyLimits()
    limits.time = nil
    limits.loadTime = nil
    return limits
  }
}
