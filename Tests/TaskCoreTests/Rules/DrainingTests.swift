import Testing

@testable import TaskCore

@Suite("Draining and reports")
struct DrainingTests {
  @Test("everyone's ready items come in the order of their ends, whoever's they are")
  func order() throws {
    var machine = Machine()
    let names = (0..<20).map { TaskID(rawValue: "\($0)") }
    for name in names {
      try machine.launch(name, .background, session: SessionID(rawValue: "s\(name)"))
      try machine.scheduler.deliveryModeSet(.manual, for: name)
    }
    for name in names { machine.finish(name) }
    #expect(machine.scheduler.undelivered == 20)
    let third = machine.scheduler.readyItemsDrained("s3")
    let others = machine.scheduler.readyItemsDrained(nil)
    #expect(third.map(\.task.id) == ["3"])
    #expect(others.map(\.task.id) == names.filter { $0 != "3" })
    #expect(machine.scheduler.undelivered == 0)
    #expect(!machine.scheduler.sessions.values.contains { !$0.isEmpty })
  }

  @Test("a tool is heard while it runs, and not after")
  func reports() throws {
    var machine = Machine()
    try machine.launch("a")
    let heard = [
      machine.scheduler.progressMade("a", run: 1, "half", at: .zero),
      machine.scheduler.outputMade("a", run: 1, "text", at: .zero),
    ]
    #expect(heard.flatMap(\.facts).map(\.kind.name) == ["progress", "output"])
    var late = [machine.scheduler.progressMade("a", run: 2, "", at: .zero)]
    machine.finish("a")
    late.append(machine.scheduler.progressMade("a", run: 1, "", at: .zero))
    late.append(machine.scheduler.outputMade("a", run: 1, "", at: .zero))
    late.append(machine.scheduler.outputMade("none", run: 1, "", at: .zero))
    #expect(late.allSatisfy { $0 == Actions() })
  }

  @Test("policies' loads and faults are told, faults are counted")
  func policies() {
    var machine = Machine()
    let load = PolicyLoad(generation: 1, file: "p.lua", functions: ["route"], duration: .zero)
    let loaded = machine.scheduler.policyWasLoaded(load, at: .zero)
    let faulted = machine.scheduler.policyFaulted(PolicyFault(function: "route", message: "no"), at: .zero)
    #expect((loaded.facts + faulted.facts).map(\.kind.name) == ["policyLoaded", "policyFault"])
    #expect((loaded.facts + faulted.facts).map(\.sequence) == [1, 2])
    #expect(machine.scheduler.totals.policyFaults == 1)
  }

  @Test("zero detaches at once, and says so after the start")
  func detachAtOnce() throws {
    var machine = Machine()
    let actions = try machine.launch("a", .foregroundThenDetachAfter(.zero))
    #expect(actions.facts.map(\.kind.name) == ["started", "detached"])
    #expect(machine.scheduler.timers.isEmpty)
    let updates = [machine.scheduler.turnAwaited(Machine.turn), machine.scheduler.turnAwaited(Machine.turn)]
    #expect(updates.map(\.isEnd) == [false, true])
  }
}

extension WaitOutcome {
  fileprivate var isEnd: Bool { self == .ready(.turn(nil)) }
}
