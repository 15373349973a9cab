public import TaskEngine

/// A rule that something does not keep, found by a conformance check.
public struct ConformanceProblem: Hashable, Sendable, CustomStringConvertible {
  /// The rule, in a few words.
  public var rule: String
  /// What was seen instead.
  public var detail: String

  /// The rule and what was seen, on one line.
  public var description: String { "\(rule): \(detail)" }

  init(_ rule: String, _ detail: String) {
    self.rule = rule
    self.detail = detail
  }
}

/// Checks that a tool keeps the rules that a manager counts on.
///
/// Use it in any test framework: `#expect(try await ToolConformance(tool, inputs: ["{}"]).problems().isEmpty)`. The
/// tool is really called, several times for each input.
public struct ToolConformance: Sendable {
  private let tool: any Tool
  private let inputs: [JSONText]
  private let gracePeriod: Duration
  private let patience: Duration

  /// - Parameters:
  ///   - tool: the tool to check.
  ///   - inputs: inputs that it takes; at least one.
  ///   - gracePeriod: how long it may take to return once it is cancelled.
  ///   - patience: how long one call may take at all.
  public init(
    _ tool: any Tool,
    inputs: [JSONText],
    gracePeriod: Duration = .seconds(2),
    patience: Duration = .seconds(60)
  ) {
    self.tool = tool
    self.inputs = inputs
    self.gracePeriod = gracePeriod
    self.patience = patience
  }

  /// The rules that the tool does not keep; none if all is well.
  public func problems() async -> [ConformanceProblem] {
    var problems = naming()
    for input in inputs {
      problems += await answering(input)
      problems += await stopping(input)
    }
    problems += await refusing()
    return problems
  }

  private func naming() -> [ConformanceProblem] {
    var problems: [ConformanceProblem] = []
    if tool.name.isEmpty { problems.append(.init("a tool has a name", "it is empty")) }
    if tool.traits != tool.traits { problems.append(.init("a tool's traits do not change", "\(tool.traits)")) }
    if tool.traits.isReadOnly, tool.traits.isDestructive {
      problems.append(.init("a tool that only reads destroys nothing", "it says that it does both"))
    }
    if inputs.isEmpty { problems.append(.init("a check needs inputs", "there are none")) }
    return problems
  }

  /// Each input gets an answer, also when two calls run at once.
  private func answering(_ input: JSONText) async -> [ConformanceProblem] {
    var problems: [ConformanceProblem] = []
    let manager = makeManager(deadline: patience)
    async let first = end(of: input, in: manager)
    async let second = end(of: input, in: manager)
    for resolution in await [first, second].compactMap({ $0 }) {
      if resolution.task.status == .failed {
        problems.append(.init("a call with input that the tool takes does not fail", resolution.text))
      }
    }
    await manager.shutdown()
    return problems
  }

  /// A cancelled call returns within the grace period.
  private func stopping(_ input: JSONText) async -> [ConformanceProblem] {
    let manager = makeManager(deadline: nil)
    let session = manager.session()
    let request = ToolRequest(toolName: tool.name, input: input, turnID: "t1")
    do {
      let outcome = try await session.startTask(.plain(request), context: TaskStartContext(tools: [tool]))
      guard case .pending(let pending) = outcome else { return [] }
      do { try await manager.handle.cancel(pending.task.id) } catch TaskManagerError.alreadyEnded { return [] }
      _ = try await session.waitForTurn("t1")
    } catch {
      return [.init("a call can be started and cancelled", "\(error)")]
    }
    let abandoned = await manager.handle.statistics().abandoned
    await manager.shutdown()
    return abandoned == 0
      ? [] : [.init("a cancelled tool returns within the grace period", "it had not after \(gracePeriod)")]
  }

  /// Input that is no JSON is refused, not taken for something.
  private func refusing() async -> [ConformanceProblem] {
    let manager = makeManager(deadline: patience)
    let resolution = await end(of: #"{"unfinished": "#, in: manager)
    await manager.shutdown()
    guard let resolution, resolution.task.status == .completed, !resolution.isError else { return [] }
    return [.init("input that is no JSON is refused", "the tool answered: \(resolution.text)")]
  }

  private func makeManager(deadline: Duration?) -> AsyncTaskManager {
    var configuration = AsyncTaskManager.Configuration(routing: { _, _ in RoutingDecision(deadline: deadline) })
    configuration.gracePeriod = gracePeriod
    return AsyncTaskManager(configuration)
  }

  private func end(of input: JSONText, in manager: AsyncTaskManager) async -> TaskResolution? {
    // A session of its own, so that two calls at once do not share a turn.
    let session = manager.session(SessionID(rawValue: "s\(UInt64.random(in: 0...(.max)))"))
    let request = ToolRequest(toolName: tool.name, input: input, turnID: "t1")
    do {
      _ = try await session.startTask(.plain(request), context: TaskStartContext(tools: [tool]))
      if case .resolution(let resolution)? = try await session.waitForTurn("t1") { return resolution }
    } catch {
      return nil
    }
    return nil
  }
}

extension TaskResolution {
  fileprivate var text: String {
    switch outcome {
    case .item(let result): result.text
    case .approval(let request): request.reason ?? "approval is required"
    }
  }

  fileprivate var isError: Bool { if case .item(let result) = outcome { result.isError } else { false } }
}
