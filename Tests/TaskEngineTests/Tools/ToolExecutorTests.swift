import TaskEngine
import Testing

@Suite("Executors and their tools")
struct ToolExecutorTests {
  /// Counts how often it is asked what it says of itself.
  private struct Counting: Tool {
    let asked = Shared(0)

    private func ask<Answer>(_ answer: Answer) -> Answer {
      asked.withLock { $0 += 1 }
      return answer
    }

    var name: String { ask("counting") }
    var traits: ToolTraits { ask(ToolTraits(isReadOnly: true)) }
    var inputSchema: InputSchema? { ask(["n": .integer.optional]) }
    var synchronousCall: SynchronousToolCall? { ask(nil) }

    func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult { .text("awaited") }
  }

  /// Has two ways to do its work, which differ.
  private struct Both: SynchronousTool {
    let name = "both"

    func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult { .text("awaited") }
    func callNow(_ request: ToolRequest, context: ToolContext) throws -> ToolResult { .text("at once") }
  }

  private struct Echo: ToolExecutor {
    func traits(of toolName: String) -> ToolTraits? { nil }
    func execute(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult { .text("by Echo") }
  }

  /// Hands its calls on, so that no manager knows whose tools it has.
  private struct Wrapping: ToolExecutor {
    let inner: any ToolExecutor

    func traits(of toolName: String) -> ToolTraits? { inner.traits(of: toolName) }
    func execute(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
      try await inner.execute(request, context: context)
    }
  }

  private static func answer(_ tool: String, _ context: TaskStartContext) async throws -> String {
    let request = ToolRequest(toolName: tool, turnID: "t")
    guard case .ready(let inline) = try await SimpleTaskManager().startTask(.plain(request), context: context) else {
      throw ToolError.internalError("an inline manager did not answer at once")
    }
    let manager = AsyncTaskManager()
    _ = try await manager.session().startTask(.plain(request), context: context)
    guard case .resolution(let resolution)? = try await manager.session().waitForTurn("t") else {
      throw ToolError.internalError("the turn has no answer")
    }
    await manager.shutdown()
    #expect(resolution.text == inline.text, "the managers differ")
    return resolution.text
  }

  @Test("a tool is asked once what it says of itself, however often it is called")
  func askedOnce() async throws {
    let tool = Counting()
    let context = TaskStartContext(tools: [tool])
    let asked = tool.asked.withLock { $0 }
    for _ in 0..<3 { #expect(try await Self.answer("counting", context) == "awaited") }
    #expect(context.executor.traits(of: "counting")?.isReadOnly == true)
    #expect(tool.asked.withLock { $0 } == asked)
  }

  @Test("a tool that says that it never waits is called so by every manager and executor")
  func synchronous() async throws {
    let context = TaskStartContext(tools: [Both()])
    #expect(try await Self.answer("both", context) == "at once")
    let registry = TaskStartContext(executor: BasicToolExecutor(ToolRegistry([Both()])))
    #expect(try await Self.answer("both", registry) == "at once")
    #expect(try await Self.answer("both", TaskStartContext(executor: Wrapping(inner: context.executor))) == "at once")
  }

  @Test("a context's executor and its checker can be replaced, each without the other")
  func replaced() async throws {
    var context = TaskStartContext(tools: [Both()], permission: ClosurePermission { _, _ in .deny(reason: "no") })
    let denied = context
    context.permission = nil
    #expect(try await Self.answer("both", context) == "at once")
    context.executor = Echo()
    #expect(try await Self.answer("both", context) == "by Echo")
    context.executor = denied.executor
    #expect(try await Self.answer("both", context) == "at once")
    context.permission = denied.permission
    #expect(try await Self.answer("both", context) == (try await Self.answer("both", denied)))
    #expect(try await Self.answer("both", denied).contains("no"), "a copy changed")
  }
}
