import Testing

@Suite("At a terminal: a call that needs approval")
struct ApprovalTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "return { permission = function() return 'require_approval', 'it can destroy data' end }",
      to: "policy.lua"
    )
  }

  @Test("says how to answer, and runs when it is approved")
  func approved() async throws {
    let session = try await TerminalSession(in: folder, "--policy", "policy.lua")
    try await session.enter(":start echo message=hi")
    try await session.showsLine(with: "approval_required", "task-1", "it can destroy data")
    let question = try await session.enter(":wait")
    #expect(
      question == ["task-1 echo needs approval: it can destroy data (':approve task-1' or ':deny task-1')"]
    )
    try await session.enter(":approve 1")
    try await session.showsLine(with: "completed", "task-1", "echo")
  }

  @Test("fails with the reason when it is denied")
  func denied() async throws {
    let session = try await TerminalSession(in: folder, "--policy", "policy.lua")
    try await session.enter(":start echo message=hi")
    try await session.showsLine(with: "approval_required", "task-1")
    try await session.enter(":deny 1 not on this machine")
    try await session.showsLine(with: "failed", "task-1", "not on this machine")
  }
}
