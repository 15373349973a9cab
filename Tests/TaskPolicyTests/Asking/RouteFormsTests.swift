import TaskEngine
import TaskPolicy
import Testing

@Suite("What route may return")
struct RouteFormsTests {
  static let forms: [(String, RoutingDecision)] = [
    ("return nil", .foreground),
    ("return", .foreground),
    ("", .foreground),
    ("return 'foreground'", .foreground),
    ("return 'background'", .background),
    ("return {}", .foreground),
    ("return { kind = 'foreground' }", .foreground),
    ("return { kind = 'background' }", .background),
    ("return { detach_after = 5 }", .foregroundThenDetachAfter(.seconds(5))),
    ("return { detach_after = 0 }", .foregroundThenDetachAfter(.zero)),
    ("return { kind = 'foreground', detach_after = 0.25 }", .foregroundThenDetachAfter(.milliseconds(250))),
    ("return { deadline = 600 }", RoutingDecision(deadline: .seconds(600))),
    ("return { queue_deadline = 0 }", RoutingDecision(queueDeadline: .zero)),
    ("return { concurrency = {} }", .foreground),
    (
      "return { concurrency = { crawl = 4, ['session:' .. request.session_id] = 3 } }",
      RoutingDecision(concurrency: ["crawl": 4, "session:s1": 3])
    ),
    ("return { concurrency = { crawl = 8 / 2 } }", RoutingDecision(concurrency: ["crawl": 4])),
    ("return { priority = -3 }", RoutingDecision(priority: -3)),
    ("return { priority = 6 / 2 }", RoutingDecision(priority: 3)),
    ("return { label = 'slow', reason = 'why' }", RoutingDecision(label: "slow", reason: "why")),
    (
      """
      return { kind = 'background', deadline = 60, queue_deadline = 30, concurrency = { a = 1 }, priority = 2,
        label = 'l', reason = 'r' }
      """,
      RoutingDecision(
        kind: .background,
        deadline: .seconds(60),
        queueDeadline: .seconds(30),
        concurrency: ["a": 1],
        priority: 2,
        label: "l",
        reason: "r"
      )
    ),
  ]

  @Test("every form means its decision", arguments: forms)
  func form(body: String, decision: RoutingDecision) throws {
    #expect(try LuaPolicy(route: body).route(call(), tasks: view()) == decision)
  }

  @Test("seconds become whole nanoseconds, so that ten times 0.1 is 1")
  func nanoseconds() throws {
    let decision = try LuaPolicy(route: "return { detach_after = 0.1 }").route(call(), tasks: view())
    #expect(decision.detachAfter.map { $0 * 10 } == .seconds(1))
  }

  @Test("a function that the policy does not define means the default")
  func missing() throws {
    for source in ["return {}", "local policy = {} return policy"] {
      let policy = try LuaPolicy(source)
      #expect(try policy.route(call(), tasks: view()) == .foreground)
      #expect(try policy.evaluate(call(), tasks: view()) == .allow)
      #expect(try policy.deliveryMode(task(), .text(""), tasks: view()) == nil)
      #expect(try policy.continuePolicy(task(), .text(""), tasks: view()) == nil)
    }
  }

  @Test("without a policy loaded the defaults hold")
  func nothingLoaded() throws {
    let policy = LuaPolicy()
    #expect(try policy.route(call(), tasks: view()) == .foreground)
    #expect(try policy.evaluate(call(), tasks: view()) == .allow)
    #expect(policy.generation == 0 && policy.file == nil)
  }
}
