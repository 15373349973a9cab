import TaskEngine
import TaskPolicy
import Testing

/// A call as these tests make it.
func call(_ tool: String = "build", _ input: JSONText = "{}") -> ToolRequest {
  ToolRequest(callID: "c1", toolName: tool, input: input, sessionID: "s1", turnID: "t1")
}

/// A task that makes a call.
func task(
  _ id: TaskID = "task-1",
  _ request: ToolRequest = call(),
  kind: TaskKind = .background,
  status: TaskStatus = .completed,
  label: String = "build"
) -> TaskSnapshot {
  let identity = TaskIdentity(id: id, request: request, label: label, launchedAt: .zero)
  return TaskSnapshot(
    identity: identity,
    kind: kind,
    status: status,
    startedAt: .seconds(1),
    endedAt: status.isEnded ? .seconds(4) : nil
  )
}

/// What a policy sees of the tasks at hand.
func view(
  now: Duration = .seconds(10),
  _ tasks: [Scheduler.LiveTask] = [],
  statistics: [String: LabelStatistics] = [:],
  turnHeld: Duration = .zero
) -> TaskView {
  TaskView(now: now, tasks: { tasks }, statistics: { statistics[$0] }, turnHeld: { turnHeld })
}

extension LuaPolicy {
  /// The policy that `source` is, in `p.lua`, without limits on time.
  convenience init(
    _ source: String,
    limits: PolicyLimits = .untimed,
    environment: PolicyEnvironment = PolicyEnvironment()
  ) throws {
    self.init(limits: limits, environment: environment)
    try define(source, name: "p.lua")
  }

  /// A policy whose functions have this body each, on line 2.
  convenience init(body: String) throws {
    let functions = ["route", "permission", "delivery_mode", "continue_policy"]
    let definitions = functions.map { name in
      name == "route" || name == "permission"
        ? "\(name) = function(request, tasks)\n\(body)\nend" : "\(name) = function(task, result, tasks)\n\(body)\nend"
    }
    try self.init("return {\(definitions.joined(separator: ",\n"))}")
  }

  /// The policy whose `route` has this body, on line 2.
  convenience init(route body: String, limits: PolicyLimits = .untimed) throws {
    try self.init("return { route = function(request, tasks)\n\(body)\nend }", limits: limits)
  }

  /// What an expression says in `route`.
  func told(about request: ToolRequest = call(), _ view: TaskView = view()) throws -> String? {
    try route(request, tasks: view).reason
  }
}

/// The text that an expression is in a `route` that is asked about `request`.
func told(_ expression: String, about request: ToolRequest = call(), _ view: TaskView = view()) throws -> String? {
  try LuaPolicy(route: "return { reason = tostring(\(expression)) }").route(request, tasks: view).reason
}

/// The fault that `body` throws.
func faultOf(_ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) throws -> PolicyFault {
  try #require(throws: PolicyFault.self, sourceLocation: sourceLocation) { try body() }
}
