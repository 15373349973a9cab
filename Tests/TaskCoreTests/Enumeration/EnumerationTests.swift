import Glibc
import Testing

/// Every state that a few tasks can bring the machine into, and every input in each of them.
@Suite("Every state of the machine")
struct EnumerationTests {
  @Test("every promise holds in every state", arguments: Scope.walked.indices)
  func walked(index: Int) throws {
    let (scope, states, transitions) = Scope.walked[index]
    try walk(scope, states: states, transitions: transitions)
  }

  @Test(
    "and in those of three tasks with two runs each",
    .enabled(if: getenv("SWITCHYARD_EXHAUSTIVE") != nil),
    arguments: Scope.larger.indices
  )
  func larger(index: Int) throws {
    let (scope, states, transitions) = Scope.larger[index]
    try walk(scope, states: states, transitions: transitions)
  }

  private func walk(_ scope: Scope, states: Int, transitions: Int) throws {
    var enumeration = Enumeration(scope)
    try enumeration.run()
    print(enumeration)
    #expect(enumeration.states == states && enumeration.transitions == transitions)
    expectCoverage(enumeration.coverage, of: scope)
  }

  /// An enumeration that never gets somewhere has shown nothing about it.
  private func expectCoverage(_ coverage: Coverage, of scope: Scope) {
    var facts: Set = ["started", "detached", "ended"]
    if scope.tasks.contains(where: scope.mayQueue) { facts.insert("queued") }
    if scope.asksDelivery { facts.insert("continueRequested") }
    #expect(coverage.facts == facts)
    var effects: Set = ["startRun", "cancelTool", "finishTask", "finishStreams"]
    if scope.asksDelivery { effects.insert("askDelivery") }
    if scope.waiters > 0 { effects.insert("resume") }
    #expect(coverage.effects == effects)
    var ends: Set = [
      "returned", "cancelled by hand", "cancelled with its turn", "cancelled by the shutdown",
    ]
    ends.formUnion(["abandoned, by hand", "abandoned, with its turn", "abandoned, by the shutdown"])
    if scope.throwing { ends.insert("threw") }
    if !scope.callers.isEmpty { ends.formUnion(["cancelled with its caller", "abandoned, with its caller"]) }
    if scope.approvals { ends.formUnion(["approvalRequired", "denied"]) }
    if scope.timed, scope.tasks.contains(1) { ends.insert("deadlinePassed") }
    if scope.timed, scope.tasks.contains(1), scope.mayQueue(1) { ends.insert("queueDeadlinePassed") }
    #expect(coverage.ends == ends)
    var wakes: Set = ["turn's answer", "turn's detached task", "turn's end"]
    for place in scope.places {
      switch place {
      case .firstTurn, .secondTurn: continue
      case .loop, .loopContinue: wakes.insert("loop")
      case .firstTask, .secondTask, .thirdTask: wakes.insert("task")
      case .secondAnswer: wakes.insert("child")
      case .idle: wakes.insert("idle")
      case .shutdown: wakes.insert("shutDown")
      }
    }
    #expect(coverage.wakes == wakes)
    #expect(coverage.refusals.isSuperset(of: ["duplicateTask", "alreadyEnded", "alreadyBackground", "shutDown"]))
    #expect(coverage.refusals.contains("beingCancelled"))
    #expect(coverage.refusals.contains("notAwaitingApproval") == scope.approvals)
  }
}
