import TaskEngine
import TaskTesting
import Testing

@Suite("Progress and output of a running tool")
struct OutputTests {
  private func context(_ body: @escaping @Sendable (ToolContext) async throws -> Void) -> TaskStartContext {
    TaskStartContext(tools: [
      ClosureTool("talk") { _, context in
        try await body(context)
        return .text("done")
      }
    ])
  }

  private let request = ToolRequest(toolName: "talk", turnID: "t1")

  @Test("a tool that talks without pause is told at most 20 times a second, and its last word is told")
  func pacing() throws {
    try withSimulatedWorld { world in
      let events = world.manager.handle.events(bufferingNewest: 10_000)
      let start = context { context in
        for step in 0..<1000 {
          context.progress("step \(step)")
          context.output("line \(step)\n")
          try await context.sleep(for: .milliseconds(5))
        }
      }
      _ = try await world.manager.session().startTask(.plain(request), context: start)
      try await world.manager.handle.waitForIdle()
      var told: [String: [TaskEvent]] = [:]
      while let event = events.nextIfReady() { told[event.type, default: []].append(event) }
      let progress = try #require(told["progress"])
      let output = try #require(told["output"])
      #expect(progress.count + output.count <= 5 * 20 + 2)
      #expect(progress.count >= 40)
      guard case .progress(_, let last)? = progress.last?.kind else { return }
      #expect(last == "step 999")
      // Nothing that was put out is lost on the way.
      let text = output.map { event in if case .output(_, let text) = event.kind { text } else { "" } }.joined()
      #expect(text == (0..<1000).map { "line \($0)\n" }.joined())
    }
  }

  @Test("output can be read while the tool runs, and its result once it has ended")
  func reading() throws {
    try withSimulatedWorld { world in
      let start = context { context in
        context.output("half")
        try await context.sleep(for: .seconds(5))
      }
      _ = try await world.manager.session().startTask(.plain(request), context: start)
      try await world.advance(by: .seconds(1))
      let output = try await world.manager.handle.output(of: "task-1")
      #expect(output.text == "half" && !output.isComplete)
      try await world.manager.handle.waitForIdle()
      let result = try await world.manager.handle.output(of: "task-1")
      #expect(result.text == "done" && result.isComplete)
    }
  }

  @Test("a follower gets all of the output, what came before it too, and ends with the task")
  func following() throws {
    try withSimulatedWorld { world in
      let start = context { context in
        for step in 0..<10 {
          context.output("\(step) ")
          try await context.sleep(for: .milliseconds(30))
        }
      }
      _ = try await world.manager.session().startTask(.plain(request), context: start)
      try await world.advance(by: .milliseconds(100))
      var text = ""
      for await piece in try await world.manager.handle.outputStream(of: "task-1") { text += piece }
      #expect(text == "0 1 2 3 4 5 6 7 8 9 ")
    }
  }

  @Test("output of any length is kept head and tail, and what was cut is said")
  func huge() throws {
    try withSimulatedWorld { world in
      let start = context { context in
        let megabyte = String(repeating: "x", count: 1 << 20)
        context.output("first")
        for _ in 0..<64 { context.output(megabyte) }
        context.output("last")
        try await context.sleep(for: .seconds(1))
      }
      _ = try await world.manager.session().startTask(.plain(request), context: start)
      try await world.advance(by: .milliseconds(500))
      let output = try await world.manager.handle.output(of: "task-1")
      #expect(output.text.hasPrefix("first") && output.text.hasSuffix("last"))
      #expect(output.text.utf8.count < 200 * 1024)
      #expect(output.cutBytes > 60 << 20)
    }
  }

  @Test("an output of more than the limit is cut in the transcript, and marked")
  func clipped() throws {
    try withSimulatedWorld { world in
      let start = TaskStartContext(tools: [
        ClosureTool("talk") { _, _ in .text(String(repeating: "y", count: 5 << 20)) }
      ])
      let session = world.manager.session()
      _ = try await session.startTask(.plain(request), context: start)
      guard case .resolution(let resolution)? = try await session.waitForTurn("t1"),
        case .item(let result) = resolution.outcome
      else { return }
      #expect(result.text.utf8.count <= (1 << 20) + 100)
      #expect(result.metadata["clipped_bytes"] == .integer(4 << 20))
    }
  }
}
