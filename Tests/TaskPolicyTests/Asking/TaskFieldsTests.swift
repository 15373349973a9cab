import TaskEngine
import TaskPolicy
import Testing

@Suite("What a policy reads of an ended task")
struct TaskFieldsTests {
  static let fields: [(String, String)] = [
    ("task.id", "task-1"), ("task.kind", "background"), ("task.detached", "true"), ("task.elapsed", "3.0"),
    ("task.status", "failed"), ("task.label", "slow"), ("task.tool_name", "build"), ("task.call_id", "c1"),
    ("task.session_id", "s1"), ("task.turn_id", "t1"), ("task.input.target", "app"), ("task.metadata.user", "ada"),
    ("task.tool.destructive", "true"), ("task.turn_held", "1.5"), ("task", "task-1"),
    ("result.is_error", "true"), ("result.output", "it broke"), ("result.status", "failed"),
    ("result.duration", "3.0"), ("result.metadata.exit_code", "2"),
  ]

  private var ended: TaskSnapshot {
    var request = call("build", #"{"target":"app"}"#)
    request.metadata = ["user": "ada"]
    request.tool = ToolTraits(isDestructive: true)
    var task = task("task-1", request, status: .failed, label: "slow")
    task.isDetached = true
    return task
  }

  /// Reads an expression in both functions, through the error that it raises.
  private func told(_ expression: String, _ result: ToolResult) throws -> [String] {
    let policy = try LuaPolicy(body: "error(tostring(\(expression)), 0)")
    let view = view(turnHeld: .milliseconds(1500))
    return [
      try faultOf { _ = try policy.deliveryMode(ended, result, tasks: view) }.message,
      try faultOf { _ = try policy.continuePolicy(ended, result, tasks: view) }.message,
    ]
  }

  @Test("each field of task and result has its value", arguments: fields)
  func field(expression: String, text: String) throws {
    let result = ToolResult(.text("it broke"), isError: true, metadata: ["exit_code": 2])
    #expect(try told(expression, result) == [text, text])
  }

  @Test("a JSON output is a table, the same on every reading")
  func jsonOutput() throws {
    let result = ToolResult(.json(#"{"rows":[1,2]}"#))
    #expect(try told("#result.output.rows", result) == ["2", "2"])
    #expect(try told("result.output == result.output", result) == ["true", "true"])
  }

  @Test("an unknown field is an error with a suggestion, a malformed output one that names it")
  func unknown() throws {
    #expect(try told("task.stauts", .text(""))[0] == "task has no field 'stauts' (did you mean 'status'?)")
    #expect(try told("result.ouput", .text(""))[1] == "result has no field 'ouput' (did you mean 'output'?)")
    let message = "result.output is not valid JSON: line 1 column 2: unexpected end"
    #expect(try told("result.output", ToolResult(.json("{")))[0].hasPrefix(String(message.prefix(40))))
  }

  @Test("task and result are read-only")
  func readOnly() throws {
    for target in ["task.status", "result.output", "tasks.count", "task.tool.destructive"] {
      let policy = try LuaPolicy(body: "\(target) = 1")
      let fault = try faultOf { _ = try policy.deliveryMode(ended, .text(""), tasks: view()) }
      #expect(fault.message.hasSuffix("is read-only") && fault.function == "delivery_mode", "\(fault.message)")
    }
  }
}
