import Testing

@testable import TaskCore

@Suite("What is remembered, and under which id")
struct RetentionTests {
  @Test("beyond the limit the oldest ended task is forgotten, and said to be so")
  func limit() throws {
    var machine = Machine(.init(retainedTasks: 2))
    var ids: [TaskID] = []
    for _ in 0..<3 {
      let request = ToolRequest(toolName: "tool", turnID: "t")
      ids.append(
        try machine.scheduler.launched(.init(request: request, decision: .background), at: .zero).0.run.task.id
      )
    }
    for id in ids.reversed() { machine.finish(id) }
    #expect(throws: TaskManagerError.forgottenTask("task-3")) { try machine.scheduler.snapshot(of: "task-3") }
    #expect(machine.scheduler.list(.ended, session: nil).map(\.id) == ["task-2", "task-1"])
  }

  @Test("an id is free once its task is forgotten, also if nothing else happened meanwhile")
  func expired() throws {
    var machine = Machine(.init(retention: .seconds(10)))
    try machine.launch("a")
    machine.finish("a")
    #expect(throws: TaskManagerError.duplicateTask("a")) { try machine.launch("a") }
    machine.now = .seconds(11)
    try machine.launch("a")
    #expect(machine.scheduler.list(.running, session: nil).count == 1)
  }

  @Test("an abandoned tool's id is not free until it returns, so that it cannot end another task")
  func abandoned() throws {
    var machine = Machine(.init(retainedTasks: 0))
    try machine.launch("a", .background)
    _ = try machine.scheduler.cancelRequested("a", at: .zero)
    machine.passTime()
    #expect(throws: TaskManagerError.duplicateTask("a")) { try machine.launch("a", .background) }
    let late = machine.finish("a")
    #expect(late == Actions())
    #expect(machine.scheduler.totals.lateFinishes == 1)
    try machine.launch("a", .background)
    #expect(try machine.scheduler.snapshot(of: "a").status == .running)
  }
}
