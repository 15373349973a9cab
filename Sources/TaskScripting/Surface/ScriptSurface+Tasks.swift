import LuaRuntime
import TaskPolicy

extension ScriptSurface {
  static let tasks = LuaSurface.Class(
    "TasksLibrary",
    shownAs: "tasks",
    "The manager's tasks.",
    .library,
    in: .scripts,
    functions: [
      .init(
        "start",
        "Launches a call of a tool.",
        [
          .init("tool", .string, "The tool's name."),
          .optional("input", .any, "What it is called with: anything that JSON can say; `{}` if not given."),
          .optional("options", .named("StartOptions")),
        ],
        returns: [.init(.named("TaskHandle"))]
      ),
      .init(
        "get",
        "A task by its id.",
        [.init("id", id, "Such as \"task-7\" or 7.")],
        returns: [.init(.named("TaskHandle"))]
      ),
      list("list_queued", "The tasks that wait for a slot."),
      list("list_running", "The tasks whose tools run."),
      list("list_awaiting_approval", "The tasks that a person must decide about."),
      list("list_completed", "The tasks that have ended and are not forgotten yet."),
      .init(
        "session",
        "The session that calls belong to where they name none; an argument sets it.",
        [.optional("id", .string)],
        returns: [.init(.string)]
      ),
      .init(
        "turn",
        "The turn that calls belong to where they name none; an argument sets it.",
        [.optional("id", .string)],
        returns: [.init(.string)]
      ),
      .init(
        "wait_for_turn",
        "Waits for the next update of a turn: an answer, a task that was detached, or nil if nothing holds the turn any "
          + "more.",
        [turn],
        returns: [.init(.union([.named("Resolution"), .named("DetachedTask"), .nil]), "update")],
        waits: true
      ),
      .init(
        "take_pending_loop_updates",
        "Takes the answers that lie ready for the session's loop.",
        returns: [.init(.list(.named("Resolution")))]
      ),
      .init(
        "wait_for_loop_updates",
        "Waits until answers lie ready for the session's loop, and takes them.",
        [.optional("options", .named("LoopOptions"))],
        returns: [
          .init(.optional(.list(.named("Resolution"))), "updates"),
          .init(.optional(.string), "why", "\"timeout\" if the time passed"),
        ],
        waits: true
      ),
      .init(
        "drain_ready_items",
        "Takes the session's answers that were delivered manually.",
        returns: [.init(.list(.named("Resolution")))]
      ),
      .init("interrupt_turn", "Cancels the tasks that hold a turn, and those that await approval.", [turn]),
      .init("end_turn", "Closes a turn; its unread answers go to the session's loop.", [turn]),
      .init(
        "wait_for_idle",
        "Waits until no task is queued or running.",
        [.optional("seconds", .number, "How long at most.")],
        returns: [
          .init(.optional(.boolean), "idle"), .init(.optional(.string), "why", "\"timeout\" if the time passed"),
        ],
        waits: true
      ),
      .init(
        "events",
        "The events so far, or those that concern a task.",
        [.optional("task", taskOrID)],
        returns: [.init(.list(.named("Event")))]
      ),
    ] + PolicySurface.questions
  )

  private static let turn = LuaSurface.Parameter.optional("turn", .string, "The current turn if not given.")

  private static func list(_ name: String, _ summary: String) -> LuaSurface.Function {
    .init(name, summary, returns: [.init(.list(.named("TaskHandle")))])
  }

  static let startOptions = LuaSurface.Class(
    "StartOptions",
    "Where a call belongs, and what it is called.",
    .options,
    in: .scripts,
    fields: [
      .optional("turn_id", .string, "The current turn if not given."),
      .optional("session_id", .string, "The current session if not given."),
      .optional("call_id", .string, "The transcript's id of the call; carried, not checked."),
      .optional("task_id", .string, "The task's id; `task-1`, `task-2`, … if not given."),
      .optional("metadata", .map(.string, .any), "What else policies and tools are to see."),
    ]
  )

  static let loopOptions = LuaSurface.Class(
    "LoopOptions",
    "What to wait for.",
    .options,
    in: .scripts,
    fields: [
      .optional("timeout", .number, "Seconds to wait at most."),
      .optional("continue_requested", .boolean, "Wake only for an answer whose policy wakes the loop."),
    ]
  )

  static let outputOptions = LuaSurface.Class(
    "OutputOptions",
    "Which part of an output.",
    .options,
    in: .scripts,
    fields: [
      .optional("offset", .integer, "How many bytes to leave out; 0 if not given."),
      .optional("limit", .integer, "How many bytes at most."),
    ]
  )
}
