import TaskEngine
import Testing

@Suite("Inline calls")
struct InlineCallTests {
  private static let schema: InputSchema = ["n": .integer.optional]

  /// The same tools twice: those that never wait, and those that may.
  private static func context(waiting: Bool, permission: (any PermissionChecker)? = nil) -> TaskStartContext {
    @Sendable func work(_ request: ToolRequest) throws -> ToolResult {
      switch request.toolName {
      case "fails": throw ToolError.executionFailed("it broke")
      case "stops": throw CancellationError()
      default: return .text("done")
      }
    }
    let tools = ["works", "fails", "stops"].map { name in
      waiting
        ? ClosureTool(name, inputSchema: schema) { request, _ in
          await Task.yield()
          return try work(request)
        } : ClosureTool(name, inputSchema: schema) { request, _ in try work(request) }
    }
    return TaskStartContext(tools: tools, permission: permission)
  }

  private static func call(
    _ tool: String,
    _ input: JSONText = .emptyObject,
    id: TaskID? = nil,
    isApproved: Bool = false,
    in context: TaskStartContext
  ) async throws -> TaskResolution {
    let request = ToolRequest(callID: "c", toolName: tool, input: input, turnID: "t")
    let launch = isApproved ? TaskLaunchRequest.approved(request, taskID: id) : .plain(request, taskID: id)
    guard case .ready(let resolution) = try await SimpleTaskManager().startTask(launch, context: context) else {
      throw ToolError.internalError("an inline manager did not answer at once")
    }
    return resolution
  }

  @Test("a call ends alike whether its tool may wait or not", arguments: [false, true])
  func ends(waiting: Bool) async throws {
    let context = Self.context(waiting: waiting)
    let done = try await Self.call("works", in: context)
    #expect(done.text == "done" && done.task.status == .completed)
    #expect(done.task.id == "task-inline" && done.task.kind == .foreground && done.task.callID == "c")
    let began = try #require(done.task.startedAt)
    #expect(done.task.launchedAt == began && began <= done.task.endedAt ?? .zero)
    #expect(try await Self.call("works", id: "mine", in: context).task.id == "mine")

    for (tool, input, text) in [
      ("fails", "{}", "it broke"), ("wroks", "{}", "did you mean 'works'"), ("works", #"{"n": "three"}"#, "input.n"),
    ] as [(String, JSONText, String)] {
      let failed = try await Self.call(tool, input, in: context)
      #expect(failed.text.contains(text) && failed.task.status == .failed)
    }
  }

  @Test("permission is asked before, whether the tool may wait or not", arguments: [false, true])
  func permission(waiting: Bool) async throws {
    let denying = Self.context(waiting: waiting, permission: ClosurePermission { _, _ in .deny(reason: "never") })
    let denied = try await Self.call("works", isApproved: true, in: denying)
    #expect(denied.task.status == .failed && denied.text.contains("never"))

    let asking = Self.context(waiting: waiting, permission: ClosurePermission { _, _ in .requireApproval(reason: "?") })
    let asked = try await Self.call("works", id: "mine", in: asking)
    guard case .approval(let approval) = asked.outcome else { throw ToolError.internalError("nobody was asked") }
    #expect(asked.task.status == .awaitingApproval && approval.taskID == "mine" && approval.reason == "?")
    #expect(try await Self.call("works", isApproved: true, in: asking).text == "done")
  }

  @Test("a tool that stops because its caller was cancelled was cancelled", arguments: [false, true])
  func cancellation(waiting: Bool) async throws {
    let context = Self.context(waiting: waiting)
    #expect(try await Self.call("stops", in: context).task.status == .failed)
    let caller = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      let stopped = try await Self.call("stops", in: context)
      return (stopped, try await Self.call("works", in: context))
    }
    let (stopped, worked) = try await caller.value
    #expect(stopped.task.status == .cancelled && worked.task.status == .completed)
  }

  @Test("resolutions are equal if they tell the same")
  func equality() async throws {
    let resolution = try await Self.call("works", in: Self.context(waiting: false))
    let other = try await Self.call("works", id: "mine", in: Self.context(waiting: false))
    #expect(resolution == resolution && resolution.hashValue == resolution.hashValue && resolution != other)
  }
}
