package import LuaRuntime
package import TaskEngine

/// What one call of a policy's function is about: what the proxies that it is given read from.
struct PolicyCall: Sendable {
  var request: ToolRequest
  var task: TaskSnapshot?
  var result: ToolResult?
  var tasks: TaskView
}

/// The objects that a policy's functions are given. Each exists once in a state and reads from the call at hand.
enum PolicyObjects {
  static let request = PolicySurface.request.fieldNames
  static let tool = PolicySurface.tool.fieldNames
  static let task = request + PolicySurface.task.fieldNames
  static let result = PolicySurface.result.fieldNames
  static let tasks = PolicySurface.tasks.functions.map(\.name)

  static func field(_ name: String, ofRequestIn call: PolicyCall) -> LuaValue {
    let request = call.request
    switch name {
    case "call_id": return .string(request.callID)
    case "tool_name": return .string(request.toolName)
    case "session_id": return .string(request.sessionID.rawValue)
    case "turn_id": return .string(request.turnID.rawValue)
    case "turn_held": return LuaValue(seconds: call.tasks.turnHeld)
    case "input": return .json(Array(request.input.text.utf8))
    case "metadata": return LuaValue(request.metadata)
    default: return .nil
    }
  }

  static func field(_ name: String, ofToolIn call: PolicyCall) -> LuaValue {
    let traits = call.request.tool
    switch name {
    case "read_only": return .boolean(traits.isReadOnly)
    case "destructive": return .boolean(traits.isDestructive)
    case "idempotent": return .boolean(traits.isIdempotent)
    default: return .string(traits.description)
    }
  }

  static func field(_ name: String, ofTaskIn call: PolicyCall) -> LuaValue {
    guard let task = call.task else { return .nil }
    switch name {
    case "id": return .string(task.id.rawValue)
    case "kind": return .string(task.kind.rawValue)
    case "detached": return .boolean(task.isDetached)
    case "elapsed": return LuaValue(seconds: task.elapsed(at: call.tasks.now) ?? .zero)
    case "status": return .string(task.status.rawValue)
    case "label": return .string(task.label)
    default: return field(name, ofRequestIn: call)
    }
  }

  static func field(_ name: String, ofResultIn call: PolicyCall) -> LuaValue {
    guard let result = call.result, let task = call.task else { return .nil }
    switch name {
    case "is_error": return .boolean(result.isError)
    case "output": return LuaValue(result.output)
    case "status": return .string(task.status.rawValue)
    case "duration": return LuaValue(seconds: task.elapsed(at: call.tasks.now) ?? .zero)
    default: return LuaValue(result.metadata)
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
