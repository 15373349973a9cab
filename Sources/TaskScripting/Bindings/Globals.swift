import LuaRuntime
import TaskEngine
import TaskPolicy

extension ScriptHost {
  /// Everything that scripts are given beside Lua.
  func bindAll() throws {
    try bindTaskObject()
    try register(ScriptSurface.tasks, Self.tasks.get())
    try register(ScriptSurface.policy, Self.policy.get())
    try register(ScriptSurface.tools, Self.tools.get())
    try register(nil, Self.globals)
  }

  private static let globals: [Binding<Body>] = [
    Binding(ScriptSurface.sleep) { host, parameters in
      let duration = try parameters.seconds("seconds")
      // In a tool the tool's clock counts, which hears of cancellation and wakes before the script's.
      if let context = ToolSurroundings.current {
        return .wait {
          try await context.sleep(for: duration); return []
        }
      }
      return host.pause(duration)
    },
    Binding(ScriptSurface.advance) { host, parameters in
      let duration = try parameters.seconds("seconds")
      guard host.world.time.isVirtual else {
        throw LuaUsageError("advance: time is real here; it can be moved only on a virtual clock")
      }
      return host.pause(duration)
    },
    Binding(ScriptSurface.eventNames) { host, parameters in
      guard let id = try host.optionalTask(parameters) else {
        throw LuaUsageError("event_names: task must be a task or its id, got nil")
      }
      let events = host.world.recorder.events.filter { $0.taskID == id && $0.isLifecycle }
      return .values([.array(events.map { .string($0.type) })])
    },
  ]

  private func pause(_ duration: Duration) -> LuaOutcome {
    wait(for: "\(duration.inSeconds) s to pass") { time in
      try await time.sleep(for: duration)
      return []
    }
  }
}
