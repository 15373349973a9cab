package import LuaRuntime

extension PolicySurface {
  package static let decision = LuaSurface.Class(
    "RouteDecision",
    shownAs: "the table that route returned",
    "How a call is to run.",
    .options,
    in: .all,
    fields: [
      .optional("kind", .named("TaskKind"), "`\"foreground\"` if not given."),
      .optional(
        "detach_after",
        .number,
        "Seconds from launch after which a foreground task becomes background; 0 means at once."
      ),
      .optional("deadline", .number, "Seconds from start after which the task fails."),
      .optional("queue_deadline", .number, "Seconds from launch within which it must have started, or it fails."),
      .optional(
        "concurrency",
        .map(.string, .integer),
        "Keys with limits: the task starts when fewer tasks than the limit run under each key."
      ),
      .optional("priority", .integer, "Higher starts first among those that wait; 0 if not given."),
      .optional("label", .string, "What the call counts as in statistics; the tool's name if not given."),
      .optional("reason", .string, "Kept for the task's explanation."),
    ]
  )

  package static let filter = LuaSurface.Class(
    "TaskFilter",
    shownAs: "tasks.count",
    "Which tasks to count.",
    .options,
    in: .all,
    fields: [
      .optional("tool_name", .string, "Those that call this tool."),
      .optional("session_id", .string, "Those of this session."),
      .optional("turn_id", .string, "Those of this turn."),
      .optional("kind", .named("TaskKind"), "Those of this kind."),
      .optional("status", .named("TaskStatus"), "Those that stand so: only queued and running ones are counted."),
      .optional("label", .string, "Those with this label."),
      .optional("key", .string, "Those that hold or wait for this concurrency key."),
    ]
  )

  package static let statistics = LuaSurface.Class(
    "Statistics",
    shownAs: "statistics",
    "How the last runs under a label went, in seconds from start to end.",
    .record,
    in: .all,
    fields: [
      .init("count", .integer, "How many runs."),
      .init("mean", .number, "The mean."),
      .init("p50", .number, "Half of them took no longer."),
      .init("p95", .number, "Nineteen of twenty took no longer."),
      .init("failures", .integer, "How many of them failed."),
    ]
  )
}
