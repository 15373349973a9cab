import Testing

@testable import TaskCore

@Suite("Approvals")
struct ApprovalTests {
  @Test("what the delivery policy said of one run is not said of the next")
  func judgedAnew() throws {
    var machine = Machine(.init(asksDelivery: true))
    try machine.launch("a", .background)
    guard case .askDelivery(let first) = machine.askApproval("a").effects.first else {
      throw Violation("not asked about the first run")
    }
    _ = machine.scheduler.deliveryDecided(
      first,
      mode: .manual,
      continuePolicy: .notifyOnly,
      records: [],
      at: .zero
    )
    _ = try machine.scheduler.approved("a", in: nil, at: .zero)
    let actions = machine.finish("a", run: 2)
    guard case .askDelivery(let second)? = actions.effects.first else {
      throw Violation("not asked about the second run")
    }
    let end = machine.scheduler.deliveryDecided(
      second,
      mode: nil,
      continuePolicy: .requestContinue,
      records: [],
      at: .zero
    )
    #expect(end.facts.map(\.kind.name) == ["ended", "continueRequested"])
    let drained = machine.scheduler.readyItemsDrained("s")
    let taken = machine.scheduler.loopUpdatesTaken("s")
    #expect(drained.map(\.task.run) == [1])
    #expect(taken.map(\.task.run) == [2])
  }

  @Test("the handle's word on both means that the policy need not be asked")
  func notAsked() throws {
    var machine = Machine(.init(asksDelivery: true))
    try machine.launch("a", .background)
    try machine.scheduler.deliveryModeSet(.manual, for: "a")
    try machine.scheduler.continuePolicySet(.requestContinue, for: "a")
    let actions = machine.finish("a")
    #expect(actions.facts.map(\.kind.name) == ["ended"], "a manual delivery requests nothing")
    let drained = machine.scheduler.readyItemsDrained(nil)
    #expect(drained.count == 1)
  }

  @Test("an approved run is detached as long after its approval as the first after its launch")
  func detachTime() throws {
    var machine = Machine()
    try machine.launch("a", .foregroundThenDetachAfter(.seconds(5)))
    try machine.launch("holder")
    #expect(machine.scheduler.detachTime(of: "a") == .seconds(5))
    machine.askApproval("a")
    #expect(machine.scheduler.detachTime(of: "a") == nil)
    machine.now = .seconds(100)
    _ = try machine.scheduler.approved("a", in: nil, at: machine.now)
    #expect(machine.scheduler.detachTime(of: "a") == .seconds(105))
    let due = machine.passTime()
    #expect(due.facts.map(\.kind.name) == ["detached"])
    #expect(machine.now == .seconds(105))
  }

  @Test("however many wait for an interrupted turn, its end comes after all of its answers")
  func interruptedWithTwoReaders() throws {
    var machine = Machine()
    let one = RoutingDecision(concurrency: ["k": 1])
    try machine.launch("other", RoutingDecision(kind: .background, concurrency: ["k": 1]))
    try machine.launch("queued", one)
    try machine.launch("asks")
    machine.askApproval("asks")
    let answer = machine.scheduler.turnAwaited(Machine.turn)
    guard case .ready(.turn(.settled)) = answer else { throw Violation("no request for approval") }
    for _ in 0..<3 { _ = machine.scheduler.turnAwaited(Machine.turn) }
    let actions = machine.scheduler.turnInterrupted(Machine.turn, at: .zero)
    #expect(actions.wakes.map(\.name) == ["turn's answer", "turn's answer", "turn's end"])
    let loop = machine.scheduler.loopUpdatesTaken("s")
    #expect(loop.isEmpty)
  }
}
