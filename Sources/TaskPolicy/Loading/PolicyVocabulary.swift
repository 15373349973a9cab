import LuaRuntime
import TaskEngine

/// Teaches a Lua state the objects that a policy is given.
enum PolicyVocabulary {
  /// The objects by the names of the parameters that they are passed as.
  static func define(in state: LuaState, desk: PolicyDesk) throws -> [String: LuaValue] {
    var objects: [String: LuaValue] = [:]

    func define(
      _ name: String,
      _ fields: [String],
      told: [String: PolicyFact] = [:],
      parts: [String: LuaObjectType] = [:],
      describe: @escaping @Sendable (PolicyCall) -> String,
      get: @escaping @Sendable (String, PolicyCall) throws -> LuaValue
    ) throws -> LuaObjectType {
      let type = LuaObjectType(
        name: name,
        fields: fields,
        told: told.mapValues(\.rawValue),
        parts: parts.mapValues(\.id),
        get: { _, index in try get(fields[index], try desk.call()) },
        describe: { _ in (try? desk.call()).map(describe) ?? name }
      )
      try state.define(type)
      objects[name] = .object(type.object(0))
      return type
    }

    let tool = try define(
      "tool",
      PolicyObjects.tool,
      told: PolicyFact.tool,
      describe: { "tool \($0.request.toolName)" }
    ) { name, call in
      PolicyObjects.field(name, ofToolIn: call)
    }
    _ = try define(
      "request",
      PolicyObjects.request,
      told: PolicyFact.request,
      parts: ["tool": tool],
      describe: { "request \($0.request.toolName)" }
    ) { name, call in
      PolicyObjects.field(name, ofRequestIn: call)
    }
    _ = try define(
      "task",
      PolicyObjects.task,
      told: PolicyFact.task,
      parts: ["tool": tool],
      describe: { $0.task?.id.rawValue ?? "task" }
    ) { name, call in
      PolicyObjects.field(name, ofTaskIn: call)
    }
    _ = try define(
      "result",
      PolicyObjects.result,
      told: PolicyFact.result,
      describe: { "result \($0.task?.status.rawValue ?? "")" }
    ) { name, call in
      PolicyObjects.field(name, ofResultIn: call)
    }
    let functions = try taskFunctions(in: state, desk: desk)
    _ = try define("tasks", PolicyObjects.tasks, describe: { _ in "tasks" }) { name, _ in
      functions[name] ?? .nil
    }
    return objects
  }

  /// `tasks.count`, `tasks.statistics` and `tasks.now`, as values. They are no globals: a policy uses them only
  /// through the argument, while it is asked.
  private static func taskFunctions(in state: LuaState, desk: PolicyDesk) throws -> [String: LuaValue] {
    try state.makeFunctions([
      LuaNamedCallback("count") { arguments in
        try refuseSelf(arguments, of: "tasks.count")
        return .value(.integer(Int64(try desk.call().tasks.count(TaskFilter(arguments[0])))))
      },
      LuaNamedCallback("statistics") { arguments in
        try refuseSelf(arguments, of: "tasks.statistics")
        guard let label = arguments[0].text else {
          throw LuaUsageError("tasks.statistics: label must be a string, got \(arguments[0].described)")
        }
        return .value(LuaValue(try desk.call().tasks.statistics(label)))
      },
      LuaNamedCallback("now") { _ in .value(LuaValue(seconds: try desk.call().tasks.now)) },
    ]).mapValues { .function($0) }
  }

  /// `tasks:count{…}` for `tasks.count{…}` is an easy slip.
  private static func refuseSelf(_ arguments: LuaArguments, of function: String) throws(LuaUsageError) {
    guard case .object(let object) = arguments[0], object.type.name == "tasks" else { return }
    throw LuaUsageError("\(function) is a function, not a method: write a '.' before its name, not a ':'")
  }
}
