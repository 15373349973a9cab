public import TaskEngine

/// Checks that a routing policy keeps the rules that a manager counts on: it decides each request without failing, its
/// decisions can be carried out, the same question gets the same answer, and many may ask at once.
public struct RoutingConformance: Sendable {
  private let policy: any TaskRoutingPolicy
  private let requests: [ToolRequest]

  /// - Parameters:
  ///   - policy: the policy to check.
  ///   - requests: calls as the host will make them; at least one.
  public init(_ policy: any TaskRoutingPolicy, requests: [ToolRequest]) {
    self.policy = policy
    self.requests = requests
  }

  /// The rules that the policy does not keep; none if all is well.
  public func problems() async -> [ConformanceProblem] {
    if requests.isEmpty { return [.init("a check needs requests", "there are none")] }
    var problems: [ConformanceProblem] = []
    for request in requests {
      problems += await Repeated.problems(of: request.toolName) {
        try policy.route(request, tasks: .empty)
      } judging: { decision in
        decision.defect.map { .init("a decision can be carried out", "\(request.toolName): \($0)") }
      }
    }
    return problems
  }
}
