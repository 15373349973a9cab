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

  @Test("of sessions with nothing in them a few are remembered, however many there were")
  func emptySessions() throws {
    var machine = Machine()
    for number in 0..<100 {
      let (task, session) = (TaskID(rawValue: "t\(number)"), SessionID(rawValue: "s\(number)"))
      try machine.launch(task, .background, session: session)
      if number % 2 == 1 { continue }
      machine.finish(task)
      #expect(machine.scheduler.loopUpdatesTaken(session).count == 1)
    }
    #expect(machine.scheduler.sessions.count - 50 <= Scheduler.sessionsKept)
    for number in 0..<100 where number % 2 == 1 {
      #expect(machine.scheduler.isIdle(SessionID(rawValue: "s\(number)")) == false)
    }
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
