import LuaRuntime

extension ScriptSurface {
  static let tools = LuaSurface.Class(
    "ToolsLibrary",
    shownAs: "tools",
    "The tools that can be called.",
    .library,
    in: .scripts,
    functions: [
      .init(
        "define",
        "Defines a tool, in place of one of the same name: a table for a simulated tool or a command, or a function that "
          + "is the tool.",
        [.init("name", .string), .init("spec", .union([.named("ToolSpec"), .callback(toolFunction)]))]
      ),
      .init("list", "The tools by name.", returns: [.init(.list(.named("ToolEntry")))]),
    ]
  )

  /// A tool that is a function: what Switchyard calls.
  private static let toolFunction = LuaSurface.Function(
    "tool",
    "Called for each call of the tool, in a coroutine of its own. What it returns is the answer; what it raises, the "
      + "failure.",
    [
      .init("input", .any, "What the tool is called with, as plain tables."),
      .init("context", .named("ToolContext"), "What it may do meanwhile."),
    ],
    returns: [.init(.any, "answer", "a text, or anything that JSON can say")]
  )

  /// What describes a tool of any kind.
  static let commonSpec: [LuaSurface.Field] = [
    .optional("description", .string, "What it does."),
    .optional(
      "input",
      .table,
      "What its input must be, checked before it runs: a JSON schema, or names with types as in "
        + "`{ target = \"string\", jobs = \"integer?\" }`."
    ),
    .optional("read_only", .boolean, "It changes nothing."),
    .optional("destructive", .boolean, "It may destroy what cannot be brought back."),
    .optional("idempotent", .boolean, "Calling it twice is the same as calling it once."),
  ]

  /// What describes a simulated tool.
  static let simulatedSpec: [LuaSurface.Field] = [
    .optional("takes", .number, "Simulated: seconds from start to end; 0 if not given."),
    .optional("returns", .any, "Simulated: its answer."),
    .optional("fails", .string, "Simulated: it fails with this message."),
    .optional("is_error", .boolean, "Simulated: its answer says that the call went wrong."),
    .optional("hangs", .boolean, "Simulated: it never ends by itself."),
    .optional("ignores_cancel", .boolean, "Simulated: it does not hear that it is to stop."),
    .optional("progress", .list(.string), "Simulated: what it tells on the way, evenly over its time."),
    .optional("metadata", .table, "Simulated: what its answer carries beside the output, such as an `exit_code`."),
    .optional(
      "calls",
      .list(.table),
      "Simulated: what its first calls do, one table for each, of the fields from `takes` on. Later calls do what the "
        + "spec itself says."
    ),
  ]

  /// What it runs, if it is not simulated.
  static let runSpec: [LuaSurface.Field] = [
    .optional(
      "run",
      .union([.list(.string), .callback(toolFunction)]),
      "A command: a program and its arguments. Each `{name}` is replaced, whole, by that input; no shell reads it. Or "
        + "the function that is the tool."
    )
  ]

  /// How a command runs.
  static let commandSpec: [LuaSurface.Field] = [
    .optional("cwd", .string, "Command: the folder that it runs in."),
    .optional("env", .map(.string, .string), "Command: variables that it sees beside those that it inherits."),
    .optional(
      "inherit_env",
      .union([.boolean, .list(.string)]),
      "Command: whether it sees Switchyard's environment, or which variables of it; all if not given."
    ),
    .optional("stdin", .string, "Command: what it reads."),
    .optional("deadline", .number, "Command: seconds after which it is ended."),
    .optional("output_limit", .integer, "Command: how many bytes of its output are kept at each end."),
    .optional("output_file", .string, "Command: a file that takes all of its output."),
    .optional("output_file_limit", .integer, "Command: how many bytes that file takes at most."),
    .optional("strip_ansi", .boolean, "Command: leaves colours and other control sequences out of its output."),
  ]

  static let toolSpec = LuaSurface.Class(
    "ToolSpec",
    "A tool: simulated, unless it has `run`.",
    .options,
    in: .scripts,
    fields: commonSpec + runSpec + simulatedSpec + commandSpec
  )

  static let toolContext = LuaSurface.Class(
    "ToolContext",
    shownAs: "context",
    "What a tool that is a function may do during its call.",
    .record,
    in: .scripts,
    functions: [
      .init("progress", "Tells how far it is.", [.init("text", .string)]),
      .init("output", "Puts out a part of its output.", [.init("text", .string)]),
      .init(
        "call",
        "Calls another tool, and waits for its answer.",
        [.init("tool", .string, "The tool's name."), .optional("input", .any, "`{}` if not given.")],
        returns: [.init(.named("CallResult"))],
        waits: true
      ),
    ]
  )

  static let toolEntry = LuaSurface.Class(
    "ToolEntry",
    "A tool that can be called.",
    .record,
    in: .scripts,
    fields: [
      .init("name", .string, "Its name."),
      .init("description", .string, "What it does."),
      .init("read_only", .boolean, "It changes nothing."),
      .init("destructive", .boolean, "It may destroy what cannot be brought back."),
      .init("idempotent", .boolean, "Calling it twice is the same as calling it once."),
      .optional("input", .any, "What its input must be, as a JSON schema."),
    ]
  )
}
