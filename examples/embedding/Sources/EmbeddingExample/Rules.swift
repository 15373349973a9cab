import TaskEngine
import TaskPolicy

/// The host's tools, and the rules by which they run.
enum Rules {
  static let tools = TaskStartContext(tools: [
    ClosureTool("weather") { _, _ in .text("sunny") },
    ClosureTool("build") { _, context in
      context.progress("compiling")
      try await context.sleep(for: .seconds(1))
      return .text("built")
    },
    ClosureTool("delete", traits: ToolTraits(isDestructive: true)) { _, _ in .text("deleted") },
    ClosureTool("crawl") { _, context in
      try await context.sleep(for: .seconds(600))
      return .text("crawled")
    },
  ])

  /// The rules are Lua. They could as well come from a file that is edited while this runs, with
  /// `LuaPolicy(contentsOf: "policy.lua")`.
  static func policy() throws -> LuaPolicy {
    let policy = LuaPolicy()
    try policy.define(
      """
      local policy = {}

      function policy.route(request)
        if request.tool_name == "build" then
          return { detach_after = 0.2, deadline = 60 }
        end
      end

      function policy.continue_policy()
        return "request_continue"
      end

      function policy.permission(request)
        if request.tool.destructive and not request.metadata.trusted then
          return "require_approval", "it destroys data"
        end
        return "allow"
      end

      return policy
      """
    )
    return policy
  }
}
