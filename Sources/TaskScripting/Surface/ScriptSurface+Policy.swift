import LuaRuntime
import TaskPolicy

extension ScriptSurface {
  static let policy = LuaSurface.Class(
    "PolicyLibrary",
    shownAs: "policy",
    "The manager's policy.",
    .library,
    in: .scripts,
    functions: [
      .init(
        "load",
        "Loads a policy's file, and again whenever it is saved; in virtual time it is loaded once.",
        [.init("path", .string, "Relative to the script's folder.")],
        returns: [.init(.integer, "generation")]
      ),
      .init(
        "define",
        "Loads the policy that a text is.",
        [.init("source", .string)],
        returns: [.init(.integer, "generation")]
      ),
      .init("reload", "Loads the same file or text again.", returns: [.init(.integer, "generation")]),
      .init("generation", "How many loads have succeeded.", returns: [.init(.integer)]),
      .init(
        "try",
        "What the policy says of a call, without launching it.",
        [
          .init("tool", .string, "The tool's name."),
          .optional("input", .any, "What it is called with; `{}` if not given."),
          .optional("options", .named("StartOptions")),
        ],
        returns: [.init(.named("TriedRoute"))]
      ),
      .init(
        "take_faults",
        "The policy's failures since they were last taken. In a scenario a failure that is not taken fails the test.",
        returns: [.init(.list(.named("Fault")))]
      ),
    ]
  )

  static let triedRoute = LuaSurface.Class(
    "TriedRoute",
    "What a policy says of a call.",
    .record,
    in: .scripts,
    parent: PolicySurface.decision.name,
    fields: [
      .init("permission", .named("Permission"), "Whether it may run."),
      .optional("permission_reason", .string, "Why not."),
    ]
  )

  static let fault = LuaSurface.Class(
    "Fault",
    "A failure of the policy.",
    .record,
    in: .scripts,
    fields: [
      .init("func", .string, "The function that failed, or \"load\"."),
      .init("message", .string, "What went wrong."),
      .optional("file", .string, "Where."),
      .optional("line", .integer, "The line there."),
      .init("generation", .integer, "The generation that was in force."),
      .optional("duration", .number, "Of a load: how many seconds it took."),
      .optional("task_id", .string, "The task concerned."),
    ]
  )
}
