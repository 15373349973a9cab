import Testing

@testable import TaskEngine

@Suite("Reading an output in pieces")
struct OutputPieceTests {
  private func output(_ text: String) -> TaskOutput { TaskOutput(text: text, cutBytes: 0, isComplete: true) }

  @Test("pieces of any size, one after another, are the whole text, and cut no character", arguments: 1...9)
  func whole(limit: Int) {
    let whole = output("aä€😀\r\nb\u{301}")
    var (text, offset) = ("", Int?(0))
    while let from = offset {
      let piece = whole.piece(from: from, limit: limit)
      #expect(!piece.text.contains("\u{FFFD}"))
      #expect(piece.text.utf8.count <= max(limit, 4))
      text += piece.text
      offset = piece.next
    }
    #expect(text == whole.text)
  }

  @Test("an offset in a character begins with the next one; one past the end gives nothing")
  func offset() {
    #expect(output("€b").piece(from: 1) == ("b", nil))
    #expect(output("€b").piece(from: 9, limit: 1) == ("", nil))
    #expect(output("ab").piece(from: 0, limit: 0) == ("", 0))
  }
}

@Suite("A line that carriage returns draw anew")
struct CarriageReturnTests {
  @Test(
    "of each line the latest state is left",
    arguments: [
      ("10%\r20%\r30%", "30%"), ("10%\r20%\r", "20%"), ("a\r\nb\r\n", "a\nb\n"), ("1\r2\nx\r\r\ny", "2\nx\ny"),
      ("plain\n", "plain\n"), ("\r", ""), ("", ""), ("ä\rö", "ö"),
    ]
  )
  func states(text: String, shown: String) {
    #expect(text.latestStates == shown)
  }

  @Test("events tell a bar's latest state, not each")
  func events() async throws {
    let bar = ClosureTool("bar") { _, context in
      for step in 1...100 { context.output("\(step)%\r") }
      return .text("done")
    }
    let manager = AsyncTaskManager(.init())
    let events = manager.handle.events()
    _ = try await manager.session().startTask(
      .plain(ToolRequest(toolName: "bar", turnID: "t")),
      context: TaskStartContext(tools: [bar])
    )
    try await manager.handle.waitForIdle()
    await manager.shutdown()
    var told: [String] = []
    for await event in events {
      if case .output(_, let text) = event.kind { told.append(text) }
    }
    #expect(told.first == "1%")
    #expect(told.last == "100%")
    #expect(told.count < 100)
    #expect(told.allSatisfy { !$0.contains("\r") })
  }
}
