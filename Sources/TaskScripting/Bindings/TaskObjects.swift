import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy

/// The numbers by which Lua's task objects name tasks.
final class TaskObjects: Sendable {
  /// A task of one world: another has other tasks of the same ids.
  private struct Entry {
    var id: TaskID
    weak var world: ScriptWorld?
  }

  private struct Key: Hashable {
    var id: TaskID
    var world: ObjectIdentifier
  }

  private struct State {
    var entries: [Entry] = []
    var handles: [Key: Int] = [:]
    var type: LuaObjectType?
  }

  private let state = Mutex(State())

  func setType(_ type: LuaObjectType) { state.withLock { $0.type = type } }

  /// The object that stands for a task of `world` in Lua.
  func object(_ id: TaskID, in world: ScriptWorld) -> LuaValue {
    state.withLock { state in
      guard let type = state.type else { return .nil }
      let key = Key(id: id, world: ObjectIdentifier(world))
      // The world that this address belonged to may be gone.
      if let handle = state.handles[key], state.entries[handle].world === world {
        return .object(type.object(Int64(handle)))
      }
      state.entries.append(Entry(id: id, world: world))
      state.handles[key] = state.entries.count - 1
      return .object(type.object(Int64(state.entries.count - 1)))
    }
  }

  /// The task that an object stands for, which must be one of `world`.
  func id(_ handle: Int64, in world: ScriptWorld) throws(LuaUsageError) -> TaskID {
    guard let entry = entry(handle) else { throw LuaUsageError("this is no task of this script") }
    guard entry.world === world else {
      throw LuaUsageError("\(entry.id) was started in an earlier test: each has tasks of its own")
    }
    return entry.id
  }

  /// The task's id in words, whichever world it is of.
  func text(_ handle: Int64) -> String { entry(handle)?.id.rawValue ?? "task" }

  private func entry(_ handle: Int64) -> Entry? {
    state.withLock { $0.entries.indices.contains(Int(handle)) ? $0.entries[Int(handle)] : nil }
  }

  /// The task that a method was called on.
  func receiver(_ arguments: LuaArguments, method: String, in world: ScriptWorld) throws(LuaUsageError) -> TaskID {
    guard case .object(let object) = arguments[0] else {
      throw LuaUsageError("task:\(method) is a method: call it with a colon, as in task:\(method)()")
    }
    return try id(object.handle, in: world)
  }
}

extension ScriptHost {
  /// What the task's type reads as fields: its fields, and the method that is written in Lua.
  private static let taskFields = ScriptSurface.task.fieldNames + [ScriptSurface.explain.name]

  /// Defines what a task is in Lua.
  func bindTaskObject() throws {
    let type = LuaObjectType(
      name: ScriptSurface.task.shownName,
      fields: Self.taskFields,
      methods: methods(try Self.taskMethods.get()),
      get: { [weak self, taskObjects] handle, index in
        let name = Self.taskFields[index]
        guard let self else { return .nil }
        if name == ScriptSurface.explain.name { return try explainMethod.value { try makeExplainMethod() } }
        return try taskField(name, of: try taskObjects.id(handle, in: world))
      },
      describe: { [taskObjects] handle in taskObjects.text(handle) }
    )
    try lua.define(type)
    taskObjects.setType(type)
  }

  private func taskField(_ name: String, of id: TaskID) throws -> LuaValue {
    let control = world.control
    let task = try control.snapshot(of: id)
    switch name {
    case "result": return try control.result(of: id).map { $0.record(of: task).lua } ?? .nil
    case "output":
      return try control.result(of: id).map { LuaValue($0.output) } ?? .string(try control.output(of: id).text)
    default: return task.record(at: control.now)[name]?.lua ?? .nil
    }
  }

  /// Called by the prelude with the task's id.
  private static let explanation = Binding<Body>(
    LuaSurface.Function("explain", "", [.init("id", .string)]),
    shownAs: "task:explain"
  ) { host, parameters in
    let explanation = try host.world.control.explanation(of: try parameters.taskID("id"))
    return .values([.array(explanation.decisions.map(\.record.lua)), .string(explanation.description)])
  }

  private func makeExplainMethod() throws -> LuaValue {
    let decisions = try lua.makeFunctions(functions([Self.explanation]))
    return try lua.call(prelude.explainWith, decisions.values.map { .function($0) }).first ?? .nil
  }

  /// What a method does with a task.
  private typealias Method = @Sendable (ScriptHost, TaskID, Parameters) throws -> LuaOutcome

  private static let taskMethods = Bindings<Method>(
    ScriptSurface.task.methods.filter { $0.name != ScriptSurface.explain.name },
    of: "task",
    mark: ":",
    [
      "wait": { host, id, parameters in
        let limit = try parameters.optionalSeconds("seconds")
        let world = host.world
        _ = try world.control.snapshot(of: id)
        let handle = world.manager.handle
        return host.wait(for: host.describe(id)) { time in
          let ended = try await within(limit, of: time) { try await handle.wait(for: id) }
          return ended == nil ? [.nil, "timeout"] : [host.taskObjects.object(id, in: world)]
        }
      },
      "cancel": { host, id, _ in
        try host.world.cancel(id)
        return .none
      },
      "detach": { host, id, _ in
        try host.world.detach(id)
        return .none
      },
      "approve": { host, id, parameters in
        try host.world.approve(id, in: try parameters.optionalText("turn").map { TurnID(rawValue: $0) })
        return .none
      },
      "deny": { host, id, parameters in
        try host.world.deny(id, reason: try parameters.optionalText("why"))
        return .none
      },
      "set_delivery_mode": { host, id, parameters in
        try host.world.setDeliveryMode(try parameters.choice("mode"), for: id)
        return .none
      },
      "set_continue_policy": { host, id, parameters in
        try host.world.setContinuePolicy(try parameters.choice("policy"), for: id)
        return .none
      },
      "read_output": { host, id, parameters in
        let options = try parameters.fields("options", as: ScriptSurface.outputOptions)
        let output = try host.world.control.output(of: id)
        let piece = output.piece(from: try options.size("offset") ?? 0, limit: try options.size("limit"))
        return .values([.string(piece.text)] + (piece.next.map { [.integer(Int64($0))] } ?? []))
      },
    ]
  )

  private func methods(_ bindings: [Binding<Method>]) -> LuaCallbackTable {
    LuaCallbackTable(bindings.map(\.description.name)) { [reference] place, arguments in
      guard let host = reference.host else { return .none }
      let binding = bindings[place]
      let id = try host.taskObjects.receiver(arguments, method: binding.description.name, in: host.world)
      let parameters = Parameters(binding.shownName, binding.description, arguments, skipping: 1)
      return try binding.body(host, id, parameters)
    }
  }

  /// A task in words, for messages: `task-3 (build)`.
  func describe(_ id: TaskID) -> String {
    guard let task = try? world.control.snapshot(of: id) else { return id.rawValue }
    return "\(id) (\(task.toolName))"
  }

  /// A wait of a script: it can be ended from outside, with a message that says what it was for.
  func wait(
    for what: String,
    _ body: @escaping @Sendable (ScriptTime) async throws -> [LuaValue]
  ) -> LuaOutcome {
    let world = world
    world.begin()
    let time = world.time
    return .wait { [waits] in try await waits.wait(for: what, in: time) { try await body(time) } }
  }
}
