import TaskCore
import Testing

@Suite("Routing decisions")
struct RoutingDecisionTests {
  @Test("what can be carried out has no defect")
  func sound() {
    #expect(RoutingDecision.foreground.defect == nil)
    #expect(RoutingDecision.background.defect == nil)
    #expect(RoutingDecision.foregroundThenDetachAfter(.zero).defect == nil)
    #expect(RoutingDecision(deadline: .nanoseconds(1), queueDeadline: .zero, concurrency: ["k": 1]).defect == nil)
  }

  @Test("what cannot has the first thing that is wrong with it")
  func defects() {
    #expect(RoutingDecision(detachAfter: .seconds(-1)).defect == .negative("detachAfter", .seconds(-1)))
    #expect(RoutingDecision(kind: .background, detachAfter: .seconds(1)).defect == .detachOfBackground)
    #expect(RoutingDecision(deadline: .zero).defect == .notPositive("deadline", .zero))
    #expect(RoutingDecision(queueDeadline: .seconds(-2)).defect == .negative("queueDeadline", .seconds(-2)))
    let limits = RoutingDecision(concurrency: ["z": -1, "b": 0, "a": 1])
    #expect(limits.defect == .limitBelowOne(key: "b", limit: 0))
  }

  @Test("of two permissions the stricter wins, of two alike the first")
  func permissions() {
    #expect(PermissionDecision.allow.strictest(.requireApproval(reason: "a")) == .requireApproval(reason: "a"))
    #expect(PermissionDecision.deny(reason: "d").strictest(.requireApproval(reason: "a")) == .deny(reason: "d"))
    #expect(PermissionDecision.requireApproval(reason: "a").strictest(.deny(reason: "d")) == .deny(reason: "d"))
    #expect(PermissionDecision.deny(reason: "1").strictest(.deny(reason: "2")) == .deny(reason: "1"))
  }
}
