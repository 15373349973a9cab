import TaskCore
import Testing

@Suite("Tool requests")
struct ToolRequestTests {
  private static func request() -> ToolRequest {
    ToolRequest(
      callID: "call-1",
      toolName: "build",
      input: #"{"target":"all"}"#,
      sessionID: "main",
      turnID: "t1",
      metadata: ["tries": .integer(1)],
      tool: ToolTraits(description: "builds", isReadOnly: true)
    )
  }

  private static let changes: [(String, @Sendable (inout ToolRequest) -> Void)] = [
    ("callID", { $0.callID = "call-2" }),
    ("toolName", { $0.toolName = "test" }),
    ("input", { $0.input = "{}" }),
    ("sessionID", { $0.sessionID = "other" }),
    ("turnID", { $0.turnID = "t2" }),
    ("metadata", { $0.metadata["tries"] = .integer(2) }),
    ("tool", { $0.tool.isReadOnly = false }),
  ]

  @Test("a copy that is changed leaves the others as they were, and is another request", arguments: changes.indices)
  func copies(index: Int) {
    let (name, change) = Self.changes[index]
    let request = Self.request()
    var copy = request
    change(&copy)
    #expect(request == Self.request(), "\(name) of the original was changed too")
    #expect(copy != request, "\(name) does not count")
    var twice = Self.request()
    change(&twice)
    #expect(copy == twice)
    #expect(copy.hashValue == twice.hashValue)
  }

  @Test("what a manager knows is filled in, and only that")
  func fillingIn() {
    let request = Self.request()
    #expect(request.filledIn() == request)
    #expect(request.filledIn(session: "main", tool: request.tool) == request)
    let filled = request.filledIn(session: "other", tool: ToolTraits(isDestructive: true))
    #expect(filled.sessionID == "other")
    #expect(filled.tool == ToolTraits(isDestructive: true))
    #expect(filled.filledIn(session: "main", tool: request.tool) == request)
  }

  @Test("it prints what it says")
  func printing() {
    let text = "\(Self.request())"
    #expect(text.hasPrefix(#"ToolRequest(callID: "call-1", toolName: "build", "#), "\(text)")
    for (name, _) in Self.changes { #expect(text.contains("\(name): ")) }
  }
}
