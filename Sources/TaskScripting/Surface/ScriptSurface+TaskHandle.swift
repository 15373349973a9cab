import LuaRuntime

extension ScriptSurface {
  static let task = LuaSurface.Class(
    "TaskHandle",
    shownAs: "task",
    "A task, as it stands when a field is read.",
    .object,
    in: .scripts,
    fields: [
      .init("id", .string, "Such as `task-7`."),
      .init("tool_name", .string, "The tool that it calls."),
      .init("kind", .named("TaskKind"), "Whether it holds its turn."),
      .init("status", .named("TaskStatus"), "Where it stands."),
      .init("detached", .boolean, "It began in the foreground and was moved to the background."),
      .init("session_id", .string, "The session that launched it."),
      .init("turn_id", .string, "The turn that launched it."),
      .init("call_id", .string, "The transcript's id of the call."),
      .optional("elapsed", .number, "Seconds since its start, or from start to end; nil before it started."),
      .optional("result", .named("TaskResult"), "What it ended with; nil while it has not."),
      .optional("output", .any, "The answer, or what it has put out so far as text."),
    ],
    methods: [
      .init(
        "wait",
        "Waits until the task's run has ended.",
        [.optional("seconds", .number, "How long at most.")],
        returns: [
          .init(.optional(.named("TaskHandle")), "task"),
          .init(.optional(.string), "why", "\"timeout\" if the time passed"),
        ],
        waits: true
      ),
      .init("cancel", "Asks the task to stop. An error if it has ended."),
      .init("detach", "Moves the task to the background. An error if it is there."),
      .init(
        "approve",
        "Lets a task that awaits approval run.",
        [.optional("turn", .string, "The turn that it is to hold; its own if not given and still open.")]
      ),
      .init(
        "deny",
        "Fails a task that awaits approval.",
        [.optional("why", .string, "What the transcript says of it.")]
      ),
      explain,
      .init(
        "read_output",
        "What the task has put out so far, as text, or a part of it.",
        [.optional("options", .named("OutputOptions"))],
        returns: [.init(.string), .init(.optional(.integer), "next", "the offset of what follows, if anything does")]
      ),
      .init(
        "set_delivery_mode",
        "Decides where its answer goes; this wins over the policy.",
        [.init("mode", .named("DeliveryMode"))]
      ),
      .init(
        "set_continue_policy",
        "Decides whether its answer wakes the loop; this wins over the policy.",
        [.init("policy", .named("ContinuePolicy"))]
      ),
    ]
  )

  /// The one method that is written in Lua.
  static let explain = LuaSurface.Function(
    "explain",
    "What was decided about the task, and by which line of which policy. `tostring` of it is the whole story.",
    returns: [.init(.list(.named("Decision")))]
  )

  static let result = LuaSurface.Class(
    "TaskResult",
    "What a task ended with.",
    .record,
    in: .scripts,
    parent: "CallResult",
    fields: [
      .init("status", .named("TaskStatus"), "How the run ended."),
      .init("duration", .number, "Seconds from start to end."),
    ]
  )

  static let childResult = LuaSurface.Class(
    "CallResult",
    "What a tool answered.",
    .record,
    in: .scripts,
    fields: [
      .init("is_error", .boolean, "The call did not do what it was asked to; the output says why."),
      .init("output", .any, "The answer: a text, or plain tables."),
      .init("metadata", .map(.string, .any), "Facts beside the answer, such as a command's `exit_code`."),
    ]
  )

  static let decision = LuaSurface.Class(
    "Decision",
    "One thing that was decided about a task.",
    .record,
    in: .scripts,
    fields: [
      .init("func", .string, "The policy's function that was asked."),
      .init("result", .string, "What it said."),
      .optional("reason", .string, "The reason that it gave."),
      .optional("file", .string, "The file in which the function is defined."),
      .optional("line", .integer, "The line there."),
      .optional("generation", .integer, "Which load of the policy it was."),
      .init("seconds", .number, "How long it took."),
      .optional("fault", .string, "Why the policy did not decide."),
    ]
  )
}
