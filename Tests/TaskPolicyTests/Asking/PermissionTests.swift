import TaskEngine
import TaskPolicy
import Testing

@Suite("What permission may return")
struct PermissionTests {
  private func policy(_ body: String) throws -> LuaPolicy {
    try LuaPolicy("return { permission = function(request, tasks)\n\(body)\nend }")
  }

  static let answers: [(String, PermissionDecision)] = [
    ("return 'allow'", .allow), ("return 'allow', 'fine'", .allow), ("return 'deny'", .deny(reason: nil)),
    ("return 'deny', 'no'", .deny(reason: "no")), ("return 'require_approval'", .requireApproval(reason: nil)),
    ("return 'require_approval', 'it can destroy data'", .requireApproval(reason: "it can destroy data")),
    ("return request.tool.destructive and 'deny' or 'allow'", .allow),
  ]

  @Test("every answer is a decision, with its reason", arguments: answers)
  func answer(body: String, decision: PermissionDecision) throws {
    #expect(try policy(body).evaluate(call(), tasks: view()) == decision)
  }

  @Test("nil denies", arguments: ["return nil", "return", ""])
  func denies(body: String) throws {
    guard case .deny(let reason) = try policy(body).evaluate(call(), tasks: view()) else {
      Issue.record("it was not denied")
      return
    }
    #expect(reason?.contains("nil") == true)
  }

  @Test("nil may come with a reason of its own")
  func deniesWithReason() throws {
    #expect(try policy("return nil, 'not you'").evaluate(call(), tasks: view()) == .deny(reason: "not you"))
  }

  @Test(
    "anything else is a fault",
    arguments: [
      (
        "return 'alow'",
        "permission must return 'allow', 'deny' or 'require_approval', got 'alow' (did you mean 'allow'?)"
      ),
      ("return true", "permission must return 'allow', 'deny' or 'require_approval', got true"),
      ("return { 'allow' }", "permission must return 'allow', 'deny' or 'require_approval', got a table"),
      ("return 'deny', 'no', 'never'", "permission returned one value too many: 'never'"),
      ("return ('x'):rep(100)", "permission must return 'allow', 'deny' or 'require_approval', got a string"),
      ("return 'deny', 5", "permission's reason must be a string, got 5"),
    ]
  )
  func fault(body: String, message: String) throws {
    let policy = try policy(body)
    let fault = try faultOf { _ = try policy.evaluate(call(), tasks: view()) }
    #expect(fault.message == message)
    #expect(fault.function == "permission" && fault.file == "p.lua" && fault.line == 1 && fault.generation == 1)
  }
}
