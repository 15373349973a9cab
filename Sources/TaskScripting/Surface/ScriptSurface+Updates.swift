import LuaRuntime

extension ScriptSurface {
  static let eventType = LuaSurface.Alias(
    "EventType",
    "What happened.",
    [
      (text: "queued", summary: "A task waits for a slot."), (text: "started", summary: "Its tool was started."),
      (text: "detached", summary: "It was moved to the background."),
      (text: "completed", summary: "Its tool returned."),
      (text: "failed", summary: "It failed; `message` says why."), (text: "cancelled", summary: "It was stopped."),
      (text: "approval_required", summary: "A person must decide; `reason` says why."),
      (text: "continue_requested", summary: "Its answer wakes the session's loop."),
      (text: "progress", summary: "Its tool told how far it is, in `text`."),
      (text: "output", summary: "Its tool put something out, in `text`."),
      (text: "policy_loaded", summary: "A policy was loaded and is in force."),
      (text: "policy_fault", summary: "A policy failed, or could not be loaded."),
      (text: "lagged", summary: "Events were dropped, because nobody read them; `count` says how many."),
    ]
  )

  static let event = LuaSurface.Class(
    "Event",
    "Something that happened.",
    .record,
    in: .scripts,
    fields: [
      .init("sequence", .integer, "Rises from event to event."),
      .init("type", .named("EventType"), "What happened."),
      .init("time", .number, "Seconds since the manager began."),
      .optional("task_id", .string, "The task that it concerns."),
      .optional("tool_name", .string, "That task's tool."),
      .optional("kind", .named("TaskKind"), "That task's kind at the time."),
      .optional("session_id", .string, "That task's session."),
      .optional("turn_id", .string, "That task's turn."),
      .optional("message", .string, "Of `failed` and `policy_fault`: what went wrong."),
      .optional("reason", .string, "Of `approval_required`: why a person must decide."),
      .optional("text", .string, "Of `progress` and `output`."),
      .optional("func", .string, "Of `policy_fault`: the function that failed, or \"load\"."),
      .optional("file", .string, "Of `policy_loaded` and `policy_fault`."),
      .optional("line", .integer, "Of `policy_fault`."),
      .optional("generation", .integer, "Of `policy_loaded` and `policy_fault`: the one in force."),
      .optional("duration", .number, "Of `policy_loaded`, and of a load that failed: how many seconds it took."),
      .optional("functions", .list(.string), "Of `policy_loaded`: those that the policy defines."),
      .optional("count", .integer, "Of `lagged`: how many events were dropped."),
    ]
  )

  private static let place: [LuaSurface.Field] = [
    .init("task_id", .string, "The task."),
    .init("call_id", .string, "The transcript's id of the call."),
    .init("session_id", .string, "The session that launched it."),
    .init("turn_id", .string, "The turn that launched it."),
    .init("tool_name", .string, "The tool that it calls."),
    .init("kind", .named("TaskKind"), "Whether it holds its turn."),
    .init("detached", .boolean, "It began in the foreground and was moved to the background."),
    .init("status", .named("TaskStatus"), "Where it stands."),
  ]

  static let resolution = LuaSurface.Class(
    "Resolution",
    "What a run ended with, for the transcript.",
    .record,
    in: .scripts,
    fields: place + [
      .init("type", .union([.literal("item"), .literal("approval")]), "An answer, or a question to a person."),
      .init("is_error", .boolean, "The call did not do what it was asked to; the output says why."),
      .init("output", .any, "The answer: a text, or plain tables."),
      .init("metadata", .map(.string, .any), "Facts beside the answer, such as a command's `exit_code`."),
    ]
  )

  static let detachedTask = LuaSurface.Class(
    "DetachedTask",
    "A task that no longer holds its turn.",
    .record,
    in: .scripts,
    fields: place + [
      .init("id", .string, "The task, as in `task_id`."),
      .init("type", .literal("detached"), "Tells it from an answer."),
      .init("label", .string, "What it counts as in statistics."),
      .init("placeholder", .any, "What the transcript says until the answer comes."),
      .optional("elapsed", .number, "Seconds since its start."),
    ]
  )
}
