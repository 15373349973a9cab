import TaskEngine
import TaskPolicy

/// The curves that must be flat, and the platform's own.
func growthCurves() async throws -> [Curve] {
  [
    Curve(name: "bare Task {}, a burst", work: try await bareBurst()),
    Curve(name: "a burst", work: measuring({ .routing(.background) }) { try await $0.burst($1) }),
    Curve(name: "one at a time", work: measuring({ .routing(.foreground) }) { try await $0.oneAtATime($1) }),
    Curve(name: "64 at a time", work: measuring({ .routing(.background) }) { try await $0.pass($1) }),
    Curve(
      name: "a burst, one subscriber",
      work: measuring({ .routing(.background) }) { try await $0.burst($1, subscribers: 1) }
    ),
    Curve(name: "a burst, a policy in Lua", work: measuring(askingLua) { try await $0.burst($1) }),
    Curve(name: "a burst, queued under a key", work: queue),
  ]
}

@Sendable private func askingLua() throws -> AsyncTaskManager {
  let policy = LuaPolicy()
  try policy.define(
    """
    return {
      route = function(request) return request.tool_name == "quick" and "background" or "foreground" end,
      delivery_mode = function(task) return "to_loop" end,
      continue_policy = function(task, result) return result.is_error and "request_continue" or "notify_only" end,
      permission = function(request) return "allow" end,
    }
    """
  )
  return AsyncTaskManager(.init(policy: policy))
}
