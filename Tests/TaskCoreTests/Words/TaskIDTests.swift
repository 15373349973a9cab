import TaskCore
import Testing

@Suite("Task ids")
struct TaskIDTests {
  @Test("a generated id has its number, and only it has")
  func generated() {
    #expect(TaskID(generated: 7) == "task-7")
    #expect(TaskID(generated: 7).generatedNumber == 7)
    for other in ["task-0", "task-07", "task-+7", "task--7", "task-", "task-7 ", "Task-7", "7", ""] {
      #expect(TaskID(rawValue: other).generatedNumber == nil, "\(other)")
    }
  }

  @Test("generated ids compare by number, others by text")
  func order() {
    #expect(TaskID(generated: 9) < TaskID(generated: 10))
    #expect(TaskID("task-10") < TaskID("task-9x"))
    #expect(TaskID("a") < TaskID("b"))
  }

  @Test("ids are generated in turn, past those that the host took for itself")
  func skipping() throws {
    var machine = Scheduler()
    let request = ToolRequest(toolName: "tool", turnID: "t")
    func launch(_ id: TaskID? = nil) throws -> TaskID {
      try machine.launched(.init(id: id, request: request, decision: .background), at: .zero).0.run.task.id
    }
    #expect(try launch() == "task-1")
    #expect(try launch("task-2") == "task-2")
    #expect(try launch() == "task-3")
    #expect(throws: TaskManagerError.duplicateTask("task-3")) { try launch("task-3") }
    #expect(throws: TaskManagerError.unknownTask("task-4")) { try machine.snapshot(of: "task-4") }
  }
}
