public import TaskEngine

/// Checks that a delivery policy keeps the rules that a manager counts on: it judges each result without failing, the
/// same question gets the same answer, and many may ask at once.
public struct DeliveryConformance: Sendable {
  private let policy: any TaskDeliveryPolicy
  private let ends: [(TaskSnapshot, ToolResult)]

  /// - Parameters:
  ///   - policy: the policy to check.
  ///   - ends: background tasks as they end, with their results; at least one. A simulated world gives snapshots.
  public init(_ policy: any TaskDeliveryPolicy, ends: [(TaskSnapshot, ToolResult)]) {
    self.policy = policy
    self.ends = ends
  }

  /// The rules that the policy does not keep; none if all is well.
  public func problems() async -> [ConformanceProblem] {
    if ends.isEmpty { return [.init("a check needs ends", "there are none")] }
    var problems: [ConformanceProblem] = []
    for (task, result) in ends {
      problems += await Repeated.problems(of: task.toolName) {
        let mode = try policy.deliveryMode(task, result, tasks: .empty)
        let continues = try policy.continuePolicy(task, result, tasks: .empty)
        return "\(mode?.rawValue ?? "default"), \(continues?.rawValue ?? "default")"
      }
    }
    return problems
  }
}

/// Checks that a permission checker keeps the rules that a manager counts on: it judges each call without failing, the
/// same question gets the same answer, and many may ask at once.
public struct PermissionConformance: Sendable {
  private let checker: any PermissionChecker
  private let requests: [ToolRequest]

  /// - Parameters:
  ///   - checker: the checker to check.
  ///   - requests: calls as the host will make them; at least one.
  public init(_ checker: any PermissionChecker, requests: [ToolRequest]) {
    self.checker = checker
    self.requests = requests
  }

  /// The rules that the checker does not keep; none if all is well.
  public func problems() async -> [ConformanceProblem] {
    if requests.isEmpty { return [.init("a check needs requests", "there are none")] }
    var problems: [ConformanceProblem] = []
    for request in requests {
      problems += await Repeated.problems(of: request.toolName) {
        try checker.evaluate(request, tasks: .empty)
      }
    }
    return problems
  }
}

/// The rules of every policy: it answers, answers alike, and can be asked by many at once.
enum Repeated {
  static func problems<Answer: Hashable & Sendable>(
    of subject: String,
    _ ask: @escaping @Sendable () throws -> Answer,
    judging judge: (Answer) -> ConformanceProblem? = { _ in nil }
  ) async -> [ConformanceProblem] {
    let first: Answer
    do { first = try ask() } catch { return [.init("a policy decides every request", "\(subject): \(error)")] }
    let judged = [judge(first)].compactMap { $0 }
    return await withTaskGroup(of: ConformanceProblem?.self) { group in
      for _ in 0..<8 {
        group.addTask {
          do {
            let again = try ask()
            return again == first
              ? nil : .init("the same question gets the same answer", "\(subject): \(first), then \(again)")
          } catch {
            return .init("many may ask a policy at once", "\(subject): \(error)")
          }
        }
      }
      return await group.reduce(into: judged) { problems, problem in
        if let problem, !problems.contains(problem) { problems.append(problem) }
      }
    }
  }
}
