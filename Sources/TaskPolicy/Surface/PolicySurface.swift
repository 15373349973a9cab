package import LuaRuntime
import TaskEngine

/// What policies are given and what they return, in words.
package enum PolicySurface {
  package static let surface = LuaSurface(
    "policy",
    "What a policy's functions are given, and what they return. Write `---@type switchyard.Policy` above the table of "
      + "your policy, and the editor knows the rest.",
    aliases: [kind, status, deliveryMode, continuePolicy, permission],
    classes: [policy, decision, request, tool, task, result, tasks, filter, statistics],
    globals: [shared]
  )

  /// The table that a policy's file returns: what Switchyard calls.
  package static let policy = LuaSurface.Class(
    "Policy",
    shownAs: "the policy",
    "What a policy's file returns. All functions are optional; any other key is an error.",
    .options,
    in: .policy,
    fields: [route, deliverMode, goOn, permit].map { .optional($0.name, .callback($0), $0.summary) }
  )

  private static let requestArgument = LuaSurface.Parameter("request", .named("Request"), "The call.")
  private static let taskArgument = LuaSurface.Parameter("task", .named("Task"), "The task whose run ended.")
  private static let resultArgument = LuaSurface.Parameter("result", .named("Result"), "What it ended with.")
  private static let tasksArgument = LuaSurface.Parameter(
    "tasks",
    .named("Tasks"),
    "Answers questions about the others."
  )

  private static let route = LuaSurface.Function(
    "route",
    "Called for every call when it is launched: where and how it runs. Nil means the foreground.",
    [requestArgument, tasksArgument],
    returns: [.init(.union([.named("RouteDecision"), .named("TaskKind"), .nil]), "decision")]
  )

  private static let deliverMode = LuaSurface.Function(
    "delivery_mode",
    "Called once when a background run ends: where its answer goes. Nil means to the loop.",
    [taskArgument, resultArgument, tasksArgument],
    returns: [.init(.optional(.named("DeliveryMode")), "mode")]
  )

  private static let goOn = LuaSurface.Function(
    "continue_policy",
    "Called once when a background run ends: whether its answer wakes the session's loop. Nil means that it does not.",
    [taskArgument, resultArgument, tasksArgument],
    returns: [.init(.optional(.named("ContinuePolicy")), "policy")]
  )

  private static let permit = LuaSurface.Function(
    "permission",
    "Called when a call starts: whether it may run. Nil denies, and so does a failure.",
    [requestArgument, tasksArgument],
    returns: [
      .init(.optional(.named("Permission")), "permission"), .init(.optional(.string), "reason", "kept and shown"),
    ]
  )

  private static let shared: LuaSurface.Global = {
    var shared = LuaSurface.Global.value(
      .policy,
      "shared",
      .table,
      "A table that outlives reloads: plain data up to 1 MiB. It is not there while the policy is loaded."
    )
    shared.isUsableWhileLoading = false
    return shared
  }()
}
