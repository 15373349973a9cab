package import LuaRuntime
package import TaskEngine

/// What one call of a policy's function is about: what the proxies that it is given read from.
struct PolicyCall: Sendable {
  var request: ToolRequest
  var task: TaskSnapshot?
  var result: ToolResult?
  var tasks: TaskView

  /// Where a call lies while it is asked about. To copy it for every question would cost more than all else that Swift
  /// does for one, and most policies read no more of it than they are told.
  enum Place {
    case made(UnsafePointer<ToolRequest>, UnsafePointer<TaskView>)
    case ended(UnsafePointer<PolicyCall>)

    var call: PolicyCall {
      switch self {
      case .made(let request, let tasks): PolicyCall(request: request.pointee, tasks: tasks.pointee)
      case .ended(let call): call.pointee
      }
    }
  }
}

/// The objects that a policy's functions are given: they read from the call at hand.
enum PolicyObjects {
  static let request = PolicySurface.request.fieldNames
  static let tool = PolicySurface.tool.fieldNames
  static let task = request + PolicySurface.task.fieldNames
  static let result = PolicySurface.result.fieldNames
  static let tasks = PolicySurface.tasks.functions.map(\.name)

  // What is told beforehand (see `PolicyFact`) is not read here.

  static func field(_ name: String, ofRequestIn call: PolicyCall) -> LuaValue {
    switch name {
    case "turn_held": LuaValue(seconds: call.tasks.turnHeld)
    case "input": .json(Array(call.request.input.text.utf8))
    case "metadata": LuaValue(call.request.metadata)
    default: .nil
    }
  }

  static func field(_ name: String, ofToolIn call: PolicyCall) -> LuaValue {
    name == "description" ? .string(call.request.tool.description) : .nil
  }

  static func field(_ name: String, ofTaskIn call: PolicyCall) -> LuaValue {
    name == "elapsed"
      ? LuaValue(seconds: call.task?.elapsed(at: call.tasks.now) ?? .zero) : field(name, ofRequestIn: call)
  }

  static func field(_ name: String, ofResultIn call: PolicyCall) -> LuaValue {
    guard let result = call.result, let task = call.task else { return .nil }
    return switch name {
    case "output": LuaValue(result.output)
    case "duration": LuaValue(seconds: task.elapsed(at: call.tasks.now) ?? .zero)
    case "metadata": LuaValue(result.metadata)
    default: .nil
    }
  }
}

extension TaskFilter {
  /// Reads the filter that Lua code gives to `count`.
  package init(_ value: LuaValue) throws(LuaUsageError) {
    let fields = try LuaFields(value, as: PolicySurface.filter)
    self.init(
      toolName: try fields.text("tool_name"),
      sessionID: try fields.text("session_id").map { SessionID(rawValue: $0) },
      turnID: try fields.text("turn_id").map { TurnID(rawValue: $0) },
      kind: try fields.choice("kind"),
      status: try fields.choice("status"),
      label: try fields.text("label"),
      key: try fields.text("key")
    )
  }
}
