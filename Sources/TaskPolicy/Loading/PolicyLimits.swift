import LuaRuntime
import TaskEngine

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

extension PolicyLimits {
  /// The error; if a limit was passed, with what it is and where it is set.
  ///
  /// - Parameter function: which function was called; `nil` while loading.
  func explain(_ error: LuaError, calling function: String? = nil) -> LuaError {
    let limit: String
    switch (error.code, function) {
    case (.instructionBudget, nil):
      limit = "loading may take \(loadInstructions) instructions (PolicyLimits.loadInstructions)"
    case (.instructionBudget, let function?):
      limit = "a call of \(function) may take \(instructions) instructions (PolicyLimits.instructions)"
    case (.timeBudget, nil):
      limit = "loading may take \(loadTime.shown) of processor time (PolicyLimits.loadTime)"
    case (.timeBudget, let function?):
      limit = "a call of \(function) may take \(time.shown) of processor time (PolicyLimits.time)"
    case (.memory, _): limit = "the policy may hold \(memory) bytes (PolicyLimits.memory)"
    default: return error
    }
    var error = error
    error.message += ": \(limit)"
    return error
  }
}

extension Duration? {
  fileprivate var shown: String { self.map { "\(Int($0.inSeconds * 1000)) ms" } ?? "any amount" }
}
