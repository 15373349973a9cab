import TaskEngine
import TaskPolicy
import Testing

@Suite("How long what a policy is given lives")
struct ProxyLifeTests {
  @Test(
    "an object that is kept is dead after the call",
    arguments: ["request", "request.tool", "tasks"],
    ["kept.tool_name", "kept.read_only", "kept.count", "kept.x"]
  )
  func dead(kept: String, use: String) throws {
    let policy = try LuaPolicy(
      """
      local kept
      return {
        route = function(request, tasks)
          if kept then return { reason = tostring(\(use)) } end
          kept = \(kept)
        end,
      }
      """
    )
    #expect(try policy.route(call(), tasks: view()) == .foreground)
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(fault.message.contains("is no longer valid") && fault.line == 4, "\(fault.message)")
  }

  @Test("an object of the call at hand is alive though one of the last call was kept")
  func nextIsAlive() throws {
    let policy = try LuaPolicy(
      """
      local kept
      return {
        route = function(request, tasks)
          kept = kept or { request, tasks, request.tool }
          return { reason = request.tool_name .. tostring(request.tool.read_only) .. tasks.now() }
        end,
      }
      """
    )
    #expect(try policy.told(about: call("a")) == "afalse10.0")
    #expect(try policy.told(about: call("b")) == "bfalse10.0")
  }

  @Test("what was read of an object may be kept")
  func plainData() throws {
    let policy = try LuaPolicy(
      """
      local last
      return {
        route = function(request)
          local before = last
          last = request.input
          return { reason = tostring(before and before.n) }
        end,
      }
      """
    )
    #expect(try policy.told(about: call("a", #"{"n":1}"#)) == "nil")
    #expect(try policy.told(about: call("a", #"{"n":2}"#)) == "1")
  }

  @Test("a function of tasks that is kept cannot be used while the policy is loaded, and asks about the call at hand")
  func keptFunction() throws {
    let policy = try LuaPolicy(
      """
      local now
      return {
        route = function(request, tasks)
          now = now or tasks.now
          return { reason = tostring(now()) }
        end,
      }
      """
    )
    #expect(try policy.told(view(now: .seconds(1))) == "1.0")
    #expect(try policy.told(view(now: .seconds(2))) == "2.0")
  }

  @Test(
    "objects are read-only",
    arguments: [
      ("request.tool_name = 'x'", "cannot assign 'request.tool_name': request is read-only"),
      ("request.new = 1", "cannot assign 'request.new': request is read-only"),
      ("request[1] = 1", "request is read-only"),
      ("request.tool.destructive = false", "cannot assign 'tool.destructive': tool is read-only"),
      ("tasks.count = nil", "cannot assign 'tasks.count': tasks is read-only"),
    ]
  )
  func readOnly(statement: String, message: String) throws {
    let policy = try LuaPolicy(route: statement)
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(fault.message == message && fault.line == 2, "\(fault.message)")
  }

  @Test("there is no request, task or tasks while the policy is loaded")
  func notWhileLoading() throws {
    for name in ["request", "tasks", "task", "result", "policy", "tools", "sleep", "advance"] {
      #expect(try LuaPolicy("assert(\(name) == nil) return {}").generation == 1)
    }
  }
}
