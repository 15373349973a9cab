@testable import TaskCore

/// What one enumeration is of: which tasks there are, and which of the inputs that could come do come.
///
/// The whole product of three tasks, two runs, unread answers and nine places to wait at is too large to walk. Each
/// scope bounds some of its factors and leaves the others whole.
struct Scope: Sendable {
  var name: String
  /// Tasks by their letter, in the order in which they may be launched.
  var tasks: [Int]
  /// Whether tasks may be launched in any order, or only in that of `tasks`.
  var anyLaunchOrder = false
  /// Which tasks are calls that the tool of another one makes, and whose.
  var callers: [Int: Int] = [:]
  /// Which tasks need the key that has room for one.
  var keyed: Set = [0, 1]
  var asksDelivery = true
  /// How many of `World.places` may be waited at, and by how many in all at once.
  var places: [Place] = []
  var waiters = 0
  /// Whether tools may ask for approval, so that a task can have another run.
  var approvals = true
  /// Whether tools may also throw: for the machine no more than another way of returning.
  var throwing = true
  /// Whether the handle may set the delivery mode.
  var setsDelivery = true
  var shutsDown = true
  /// Whether the tasks' deadlines and detach deadlines are armed.
  var timed = true

  /// Whether the task may have to wait for the key: another one may hold it, and not its caller for it.
  func mayQueue(_ task: Int) -> Bool {
    guard keyed.contains(task), callers[task].map(keyed.contains) != true else { return false }
    return tasks.contains { keyed.contains($0) && $0 != task && callers[$0] != task }
  }

  /// Where someone can wait.
  enum Place: UInt8, Hashable, Sendable, CaseIterable {
    case firstTurn, secondTurn, loop, loopContinue, firstTask, secondTask, thirdTask, secondAnswer, idle, shutdown
  }
}

/// The tasks that the enumerations are about, and where they are.
enum Cast {
  static let session: SessionID = "s"
  static let turns = [TurnKey(session: "s", turn: "t1"), TurnKey(session: "s", turn: "t2")]
  static let ids: [TaskID] = ["a", "b", "c"]
  /// The turn in which each is launched.
  static let turnOf = [0, 0, 1]
  static let gracePeriod = Duration.seconds(1)
  static let result = ToolResult.text("done")

  /// Two that are launched in one turn, one in the foreground and one in the background, and one in a turn of its own.
  static let routings = [
    RoutingDecision(detachAfter: .seconds(1)),
    RoutingDecision(kind: .background, deadline: .seconds(2), queueDeadline: .seconds(2)),
    RoutingDecision.foreground,
  ]

  static func routing(of task: Int, in scope: Scope) -> RoutingDecision {
    var routing = routings[task]
    if !scope.timed {
      routing.detachAfter = nil
      routing.deadline = nil
      routing.queueDeadline = nil
    }
    if scope.keyed.contains(task) { routing.concurrency = ["k": 1] }
    return routing
  }

  static func request(of task: Int) -> ToolRequest {
    ToolRequest(toolName: "tool", sessionID: session, turnID: turns[turnOf[task]].turn)
  }

  static func approval(of task: Int) -> ApprovalRequest {
    ApprovalRequest(taskID: ids[task], request: request(of: task), reason: nil)
  }

  static func index(of id: TaskID) -> Int? { ids.firstIndex(of: id) }
  static func turnIndex(of key: TurnKey) -> Int? { turns.firstIndex(of: key) }
}
