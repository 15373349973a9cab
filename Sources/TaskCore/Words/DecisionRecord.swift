/// One decision that a policy made about a task, kept for its explanation.
public struct DecisionRecord: Hashable, Sendable {
  /// The function that was asked: `route`, `permission`, `delivery_mode` or `continue_policy`.
  public var function: String
  /// What was decided, as text; the fallback's decision if the policy faulted.
  public var result: String
  /// The policy's own reason, if it gave one.
  public var reason: String?
  /// Where the function is defined; `nil` for a policy that is not a file, or when there is none.
  public var source: PolicySource?
  /// How long the decision took.
  public var duration: Duration
  /// What went wrong, if the policy faulted and the fallback decided.
  public var fault: String?

  /// Makes a record.
  public init(
    function: String,
    result: String,
    reason: String? = nil,
    source: PolicySource? = nil,
    duration: Duration = .zero,
    fault: String? = nil
  ) {
    self.function = function
    self.result = result
    self.reason = reason
    self.source = source
    self.duration = duration
    self.fault = fault
  }
}

/// How a routing decision was made. What was decided is kept once, as the decision itself.
package struct RoutingAccount: Hashable, Sendable {
  /// How long it took.
  package let duration: Duration
  /// The function that decided, if it is known.
  package let decider: PolicyDecider?
  private let failure: Failure

  /// One word where nothing went wrong, as nearly always.
  private enum Failure: Hashable, Sendable {
    case none
    indirect case fault(PolicyFault)
  }

  package init(duration: Duration, decider: PolicyDecider?, fault: PolicyFault?) {
    self.duration = duration
    self.decider = decider
    failure = fault.map(Failure.fault) ?? .none
  }

  /// What went wrong, if the policy faulted and the fallback decided.
  package var fault: PolicyFault? {
    if case .fault(let fault) = failure { fault } else { nil }
  }
}

/// A policy's function: one object for all its decisions.
package final class PolicyDecider: Hashable, Sendable {
  package let source: PolicySource

  package init(_ source: PolicySource) { self.source = source }

  package static func == (lhs: PolicyDecider, rhs: PolicyDecider) -> Bool { lhs === rhs || lhs.source == rhs.source }

  package func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// Where a policy's function is defined, and under which load of the policy.
public struct PolicySource: Hashable, Sendable {
  /// The file, as it was named when it was loaded.
  public var file: String
  /// The line at which the function begins, from 1.
  public var line: Int
  /// Which successful load of the policy this was, from 1.
  public var generation: Int

  /// Makes a source.
  public init(file: String, line: Int, generation: Int) {
    self.file = file
    self.line = line
    self.generation = generation
  }
}
