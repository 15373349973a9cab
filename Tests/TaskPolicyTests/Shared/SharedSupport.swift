import TaskEngine
import TaskPolicy

/// A policy that runs the body that the call's input gives, as `{"run": "return shared.x"}`, and tells what it returns.
let runner = """
  return {
    route = function(request)
      local chunk = assert(load(request.input.run, "=run"))
      return { reason = tostring((chunk())) }
    end,
    permission = function(request)
      assert(load(request.input.permit or "", "=permit"))()
      return "allow"
    end,
  }
  """

extension LuaPolicy {
  /// Runs a body in `route` and gives the text of what it returns.
  @discardableResult
  func run(_ body: String) throws -> String { try route(running(body), tasks: view()).reason ?? "" }
}

/// A call that has the ``runner`` run these bodies.
func running(_ route: String, permit: String = "") -> ToolRequest {
  call("run", JSONText(JSONValue.object(["run": .string(route), "permit": .string(permit)]).jsonText))
}
