import TaskEngine
import TaskTesting
import Testing

@Suite("Conformance checks", .timeLimit(.minutes(1)))
struct ConformanceTests {
  @Test("a tool that keeps the rules has no problems")
  func goodTool() async {
    let tool = ClosureTool("good") { request, context in
      let value = try request.input.parsed()
      try await context.sleep(for: .milliseconds(1))
      return .json(value)
    }
    #expect(await ToolConformance(tool, inputs: ["{}", "[1]"]).problems().isEmpty)
  }

  @Test("a tool that fails, one that takes anything and one that does not stop are each found out")
  func badTools() async {
    let failing = ClosureTool("failing") { _, _ in throw ToolError.executionFailed("broken") }
    #expect(await ToolConformance(failing, inputs: ["{}"]).problems().contains { $0.detail == "broken" })

    let careless = ClosureTool("careless") { _, _ in .text("fine") }
    #expect(
      await ToolConformance(careless, inputs: ["{}"]).problems().map(\.rule) == ["input that is no JSON is refused"]
    )

    let (never, release) = AsyncStream.makeStream(of: Void.self)
    let deaf = ClosureTool("deaf") { request, _ in
      _ = try request.input.parsed()
      // A task of its own does not hear of the cancellation.
      await Task.detached { for await _ in never {} }.value
      return .text("late")
    }
    let check = ToolConformance(deaf, inputs: ["{}"], gracePeriod: .milliseconds(50), patience: .milliseconds(50))
    #expect(await check.problems().contains { $0.rule == "a cancelled tool returns within the grace period" })
    release.finish()
  }

  @Test("a policy whose decisions cannot be carried out, or change, is found out")
  func policies() async {
    let request = ToolRequest(toolName: "build", turnID: "t1")
    let good = ClosureRouting { _, _ in .foregroundThenDetachAfter(.seconds(5)) }
    #expect(await RoutingConformance(good, requests: [request]).problems().isEmpty)

    let bad = ClosureRouting { _, _ in RoutingDecision(kind: .background, detachAfter: .seconds(1)) }
    #expect(
      await RoutingConformance(bad, requests: [request]).problems().map(\.rule) == ["a decision can be carried out"]
    )

    let fickle = ClosureRouting { _, _ in RoutingDecision(priority: Int.random(in: 0...1_000_000_000)) }
    #expect(await !RoutingConformance(fickle, requests: [request]).problems().isEmpty)
  }

  @Test("a delivery policy or a permission checker that fails, or changes its mind, is found out")
  func otherPolicies() async throws {
    let request = ToolRequest(toolName: "build", turnID: "t1")
    #expect(await PermissionConformance(ClosurePermission { _, _ in .allow }, requests: [request]).problems().isEmpty)
    let failing = ClosurePermission { _, _ in throw ToolError.internalError("lost") }
    let found = await PermissionConformance(failing, requests: [request]).problems()
    #expect(found.map(\.rule) == ["a policy decides every request"])

    let task = try withSimulatedWorld { world in
      let context = TaskStartContext(tools: [ClosureTool("build") { _, _ in .text("built") }])
      _ = try await world.manager.session().startTask(.plain(request), context: context)
      return try await world.manager.handle.wait(for: "task-1")
    }
    let ends = [(task, ToolResult.text("built"))]
    #expect(await DeliveryConformance(ClosureDelivery { _, _, _ in .manual }, ends: ends).problems().isEmpty)
    let fickle = ClosureDelivery { _, _, _ in Int.random(in: 0...1) == 0 ? .manual : .toLoop }
    #expect(await !DeliveryConformance(fickle, ends: ends + ends + ends).problems().isEmpty)
  }
}
