package import LuaRuntime

extension PolicySurface {
  package static let request = LuaSurface.Class(
    "Request",
    shownAs: "request",
    "A call of a tool. It can be used only while the policy is asked about it.",
    .object,
    in: .policy,
    fields: [
      .init("call_id", .string, "The transcript's id of the call."),
      .init("tool_name", .string, "The tool to call."),
      .init("session_id", .string, "The session whose loop made the call."),
      .init("turn_id", .string, "The turn in which it was made."),
      .init("turn_held", .number, "Seconds for which foreground tasks have held this turn so far."),
      .init("input", .any, "What the tool is called with: plain tables of the call's own, decoded when first read."),
      .init("metadata", .map(.string, .any), "What else the host tells."),
      .init("tool", .named("ToolInfo"), "What the tool says of itself."),
    ]
  )

  package static let tool = LuaSurface.Class(
    "ToolInfo",
    shownAs: "tool",
    "What a tool says of itself.",
    .object,
    in: .policy,
    fields: [
      .init("read_only", .boolean, "It changes nothing."),
      .init("destructive", .boolean, "It may destroy what cannot be brought back."),
      .init("idempotent", .boolean, "Calling it twice is the same as calling it once."),
      .init("description", .string, "What it does."),
    ]
  )

  package static let task = LuaSurface.Class(
    "Task",
    shownAs: "task",
    "A task whose run ended, with the fields of its request. It can be used only while the policy is asked about it.",
    .object,
    in: .policy,
    parent: "Request",
    fields: [
      .init("id", .string, "Such as `task-7`."),
      .init("kind", .named("TaskKind"), "Whether it held its turn when it ended."),
      .init("detached", .boolean, "It began in the foreground and was moved to the background."),
      .init("elapsed", .number, "Seconds from start to end."),
      .init("status", .named("TaskStatus"), "How it ended."),
      .init("label", .string, "What it counts as in statistics."),
    ]
  )

  package static let result = LuaSurface.Class(
    "Result",
    shownAs: "result",
    "What a run ended with. It can be used only while the policy is asked about it.",
    .object,
    in: .policy,
    fields: [
      .init("is_error", .boolean, "The call did not do what it was asked to; the output says why."),
      .init("output", .any, "The answer: a text, or plain tables."),
      .init("status", .named("TaskStatus"), "How the run ended."),
      .init("duration", .number, "Seconds from start to end."),
      .init("metadata", .map(.string, .any), "Facts beside the answer, such as a command's `exit_code`."),
    ]
  )

  package static let tasks = LuaSurface.Class(
    "Tasks",
    shownAs: "tasks",
    "Answers questions about the tasks, as they stood when the policy was asked. Its functions are called with a dot.",
    .object,
    in: .policy,
    functions: questions
  )

  /// What policies and scripts may ask about the tasks.
  package static let questions = [count, statisticsOf, now]

  private static let count = LuaSurface.Function(
    "count",
    "How many tasks are queued or running, without the call in question.",
    [.optional("filter", .named("TaskFilter"), "Counts only those that are like this.")],
    returns: [.init(.integer)]
  )
  private static let statisticsOf = LuaSurface.Function(
    "statistics",
    "How the last 256 runs under a label went; nil if there were none.",
    [.init("label", .string, "A tool's name, or what `route` gave as the label.")],
    returns: [.init(.optional(.named("Statistics")))]
  )
  private static let now = LuaSurface.Function(
    "now",
    "Seconds since the manager began.",
    returns: [.init(.number)]
  )
}
