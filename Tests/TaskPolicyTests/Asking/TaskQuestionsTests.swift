import TaskEngine
import TaskPolicy
import Testing

@testable import TaskCore

@Suite("What a policy may ask about the tasks")
struct TaskQuestionsTests {
  private static let live: [Scheduler.LiveTask] = [
    .init(task: task("task-1", call("build"), kind: .foreground, status: .running, label: "slow"), keys: ["cpu"]),
    .init(task: task("task-2", call("crawl"), status: .running, label: "crawl"), keys: ["net", "cpu"]),
    .init(
      task: task(
        "task-3",
        ToolRequest(toolName: "crawl", sessionID: "s2", turnID: "t9"),
        status: .queued,
        label: "crawl"
      ),
      keys: ["net"]
    ),
  ]

  static let filters: [(String, String)] = [
    ("", "3"), ("{}", "3"), ("nil", "3"), ("{ tool_name = 'crawl' }", "2"), ("{ tool_name = 'none' }", "0"),
    ("{ session_id = 's2' }", "1"), ("{ turn_id = 't1' }", "2"), ("{ kind = 'foreground' }", "1"),
    ("{ kind = 'background' }", "2"), ("{ status = 'queued' }", "1"), ("{ status = 'running' }", "2"),
    ("{ status = 'completed' }", "0"), ("{ label = 'slow' }", "1"), ("{ key = 'cpu' }", "2"), ("{ key = 'net' }", "2"),
    ("{ key = 'net', status = 'running', tool_name = 'crawl', session_id = 's1' }", "1"),
    ("{ key = 'net', kind = 'foreground' }", "0"),
  ]

  @Test("count counts the tasks for which every part of the filter holds", arguments: filters)
  func count(filter: String, number: String) throws {
    #expect(try told("tasks.count(\(filter))", view(Self.live)) == number)
  }

  @Test(
    "a filter that cannot be meant is a fault that names its part",
    arguments: [
      ("{ tool = 'x' }", "tasks.count: unknown key 'tool'"),
      ("{ stats = 'x' }", "tasks.count: unknown key 'stats' (did you mean 'status'?)"),
      ("{ kind = 'back' }", "tasks.count: kind must be 'foreground' or 'background', got 'back'"),
      ("{ status = 'done' }", "tasks.count: status must be 'queued', 'running', 'cancelling', 'completed', 'failed',"),
      ("{ label = 4 }", "tasks.count: label must be a string, got 4"),
      ("'build'", "tasks.count: expected a table, got 'build'"),
      (
        "{ kind = 'backgroud' }",
        "tasks.count: kind must be 'foreground' or 'background', got 'backgroud' (did you mean"
      ),
      ("{ [1] = 'x', [2] = 'y' }", "tasks.count: expected a table with named fields, got a list"),
      ("{ [true] = 1 }", "tasks.count: unexpected key true; the keys are names"),
      ("request", "tasks.count: expected a table, got a request"),
    ]
  )
  func badFilter(filter: String, message: String) throws {
    let fault = try faultOf { _ = try told("tasks.count(\(filter))", view(Self.live)) }
    #expect(fault.message.hasPrefix(message), "\(fault.message)")
    #expect(fault.file == "p.lua" && fault.line == 2)
  }

  @Test("statistics are nil for a label that no run has, and numbers in seconds for one that runs have")
  func statistics() throws {
    let known = ["slow": LabelStatistics(durations: [.seconds(1), .seconds(2), .seconds(6)], failures: 1)]
    let policy = try LuaPolicy(
      route: """
        assert(tasks.statistics('other') == nil)
        local s = tasks.statistics('slow')
        return { reason = table.concat({ s.count, s.mean, s.p50, s.p95, s.failures }, ' ') }
        """
    )
    #expect(try policy.told(view(statistics: known)) == "3 3.0 2.0 6.0 1")
    for argument in ["", "7", "{}"] {
      let fault = try faultOf { _ = try told("tasks.statistics(\(argument))") }
      #expect(fault.message.hasPrefix("tasks.statistics: label must be a string, got"), "\(fault.message)")
    }
  }

  @Test("a ':' for the '.' is told as such", arguments: ["tasks:count {}", "tasks:statistics('slow')"])
  func colon(expression: String) throws {
    let fault = try faultOf { _ = try told(expression) }
    #expect(fault.message.hasSuffix("is a function, not a method: write a '.' before its name, not a ':'"))
  }

  @Test("now is the manager's time in seconds")
  func now() throws {
    #expect(try told("tasks.now()", view(now: .milliseconds(1250))) == "1.25")
  }

  @Test("the counts are of one moment, that of the first question")
  func oneMoment() throws {
    let asked = Counter()
    let view = TaskView(
      now: .zero,
      tasks: { Array(Self.live.prefix(asked.next())) },
      statistics: { _ in nil },
      turnHeld: { .zero }
    )
    let policy = try LuaPolicy(route: "return { reason = tasks.count() .. tasks.count() .. tasks.count() }")
    #expect(try policy.told(view) == "111")
  }
}
