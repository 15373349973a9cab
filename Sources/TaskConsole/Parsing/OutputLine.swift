/// A kind of line that `--json` writes: the key of its object, and what its value is.
package struct OutputLine: Sendable {
  /// What JSON knows.
  package enum Shape: String, Sendable {
    case text = "a string"
    case object = "an object"
    case list = "a list of objects"
    case texts = "a list of strings"
  }

  /// The one key of the object.
  package var key: String
  package var shape: Shape
  /// What it tells, without a full stop.
  package var summary: String
  /// The names in the object, or in each of the list: those that are always there, then those that may be.
  package var fields: [String] = []
  package var optionalFields: [String] = []

  private static let taskFields = [
    "id", "tool_name", "kind", "status", "detached", "session_id", "turn_id", "call_id", "label",
  ]

  /// All there are.
  package static let all: [OutputLine] = [
    .init(key: "value", shape: .text, summary: "the values of a Lua expression, as they are shown to a person"),
    .init(key: "print", shape: .text, summary: "what a script, a tool or a policy printed"),
    .init(key: "error", shape: .text, summary: "why a line failed; the exit status will be 1"),
    .init(key: "note", shape: .text, summary: "something that a person may want to know"),
    .init(
      key: "event",
      shape: .object,
      summary: "something that happened, as in `tasks.events()`",
      fields: ["sequence", "type", "time"],
      optionalFields: [
        "task_id", "tool_name", "kind", "session_id", "turn_id", "message", "reason", "text", "generation", "file",
        "functions", "duration", "func", "line", "count",
      ]
    ),
    .init(
      key: "task",
      shape: .object,
      summary: "the task that `:start` started",
      fields: taskFields,
      optionalFields: ["elapsed"]
    ),
    .init(
      key: "tasks",
      shape: .list,
      summary: "the tasks of `:tasks`",
      fields: taskFields,
      optionalFields: ["elapsed"]
    ),
    .init(
      key: "resolution",
      shape: .object,
      summary: "an answer that `:wait`, `:updates` or `:drain` took",
      fields: [
        "type", "task_id", "call_id", "session_id", "turn_id", "tool_name", "kind", "detached", "status", "is_error",
        "output", "metadata",
      ]
    ),
    .init(
      key: "detached",
      shape: .object,
      summary: "a task that `:wait` saw leave its turn",
      fields: taskFields + ["type", "task_id", "placeholder"],
      optionalFields: ["elapsed"]
    ),
    .init(key: "output", shape: .text, summary: "a piece of a task's output, from `:output`"),
    .init(
      key: "explanation",
      shape: .list,
      summary: "the decisions about a task, from `:explain`",
      fields: ["func", "result", "seconds"],
      optionalFields: ["reason", "file", "line", "generation", "fault"]
    ),
    .init(key: "session", shape: .text, summary: "the current session"),
    .init(key: "turn", shape: .text, summary: "the current turn"),
    .init(
      key: "policy",
      shape: .object,
      summary: "the policy in force; `functions` with `:policy show`",
      fields: ["file", "generation"],
      optionalFields: ["functions"]
    ),
    .init(
      key: "route",
      shape: .object,
      summary: "what the policy says of a call",
      fields: ["kind", "permission"],
      optionalFields: [
        "detach_after", "deadline", "queue_deadline", "concurrency", "priority", "label", "reason", "permission_reason",
      ]
    ),
    .init(
      key: "tools",
      shape: .list,
      summary: "the tools there are",
      fields: ["name", "description", "read_only", "destructive", "idempotent"],
      optionalFields: ["input"]
    ),
    .init(
      key: "tool",
      shape: .object,
      summary: "one tool",
      fields: ["name", "description", "read_only", "destructive", "idempotent"],
      optionalFields: ["input"]
    ),
    .init(
      key: "statistics",
      shape: .list,
      summary: "counts and seconds for each label",
      fields: ["label", "count", "mean", "p50", "p95", "failures"]
    ),
    .init(
      key: "timeline",
      shape: .list,
      summary: "each task's spans: `state`, `begin` and `end` in seconds",
      fields: ["task_id", "tool_name", "status", "spans"]
    ),
    .init(key: "saved", shape: .text, summary: "what a file was written for"),
    .init(key: "help", shape: .text, summary: "the text of `:help`"),
    .init(key: "tools_loaded", shape: .texts, summary: "the names of the tools of a file that was loaded again"),
    .init(key: "tools_fault", shape: .text, summary: "why a file of tools could not be loaded again"),
  ]
}
