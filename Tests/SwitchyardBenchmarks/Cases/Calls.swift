import TaskEngine

/// The tool that calls run, through `any Tool` on either side.
let quickTool: any Tool = ClosureTool("quick") { request, _ in .text(request.callID) }

/// The call that is made for the `number`th time.
func call(_ number: Int) -> ToolRequest {
  ToolRequest(callID: "toolu_01A09q90qw90lq9\(number)", toolName: "quick", turnID: "turn-17")
}

/// What a tool is given when it runs. It can be had from a manager only.
func toolContext() async throws -> ToolContext {
  let (contexts, continuation) = AsyncStream.makeStream(of: ToolContext.self)
  let tool = ClosureTool("quick") { _, context in
    continuation.yield(context)
    return .text("")
  }
  _ = try await SimpleTaskManager().startTask(.plain(call(0)), context: TaskStartContext(tools: [tool]))
  for await context in contexts { return context }
  throw CancellationError()
}
