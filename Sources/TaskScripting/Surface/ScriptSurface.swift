package import LuaRuntime
import TaskPolicy

/// What scripts and scenarios may call beside Lua, in words.
package enum ScriptSurface {
  package static let surface = LuaSurface(
    "script",
    "What scripts call: in the REPL, in batches, in `switchyard run`, and in scenarios.",
    aliases: [eventType],
    classes: [
      task, startOptions, loopOptions, outputOptions, resolution, detachedTask, event, decision, triedRoute, fault,
      result,
      childResult, toolSpec, toolContext, toolEntry,
    ],
    globals: [
      .table(.scripts, tasks), .table(.scripts, policy), .table(.scripts, tools),
      .function(.scripts, sleep), .function(.scripts, advance), .function(.scripts, eventNames),
    ]
  )

  static let sleep = LuaSurface.Function(
    "sleep",
    "Waits. In virtual time nothing sleeps: the clock moves.",
    [.init("seconds", .number)],
    waits: true
  )

  static let advance = LuaSurface.Function(
    "advance",
    "Moves virtual time, and lets all that falls due run; `advance(0)` lets everything run that is ready. An error where "
      + "time is real.",
    [.init("seconds", .number)],
    waits: true
  )

  static let eventNames = LuaSurface.Function(
    "event_names",
    "The types of a task's lifecycle events so far, from `queued` to `approval_required`, in order.",
    [.init("task", taskOrID)],
    returns: [.init(.list(.named("EventType")))]
  )

  static let id = LuaType.union([.string, .integer])
  static let taskOrID = LuaType.union([.named("TaskHandle"), .string, .integer])
}
