import LuaRuntime
import TaskEngine
import TaskPolicy
import Testing

/// Policies that read all that they can and say all that they may, in a state whose every allocation fails once.
@Suite("a policy without memory")
struct PolicyOutOfMemoryTests {
  /// Each question, as text: what came of it, or that it was a fault of the function.
  enum Question: String, CaseIterable, Sendable {
    case route, permission
    case deliveryMode = "delivery_mode"
    case continuePolicy = "continue_policy"

    func ask(_ policy: LuaPolicy) throws -> String {
      let request = call("build", #"{"a":[1,{"b":"c"}],"text":"0123456789"}"#)
      let result = ToolResult(.json(JSONText(#"{"lines":["x","y"]}"#)), metadata: ["exit_code": .integer(3)])
      let statistics = ["build": LabelStatistics(durations: [.seconds(1)], failures: 0)]
      let tasks = view(statistics: statistics)
      switch self {
      case .route: return "\(try policy.route(request, tasks: tasks))"
      case .permission: return "\(try policy.evaluate(request, tasks: tasks))"
      case .deliveryMode:
        return "\(String(describing: try policy.deliveryMode(task("task-1", request), result, tasks: tasks)))"
      case .continuePolicy:
        return "\(String(describing: try policy.continuePolicy(task("task-1", request), result, tasks: tasks)))"
      }
    }
  }

  private static let source = """
    local policy = {}

    local function read(subject)
      shared.calls = (shared.calls or 0) + 1
      shared.seen = { [subject.tool_name] = { subject.session_id, subject.turn_id } }
      local text = subject.call_id .. subject.input.text .. subject.input.a[2].b .. #subject.metadata
      return (text:gsub("%d+", function(digits) return "<" .. digits .. ">" end))
    end

    function policy.route(request, tasks)
      return { kind = "background", deadline = 5, label = read(request), reason = "after " .. shared.calls,
        concurrency = { [request.session_id] = 2 + tasks.count { tool_name = "x" } + tasks.statistics("build").count } }
    end

    function policy.permission(request)
      return request.tool.destructive and "deny" or "require_approval", read(request)
    end

    function policy.delivery_mode(task, result)
      return #read(task) > 3 and result.output.lines[2] == "y" and "manual" or nil
    end

    function policy.continue_policy(task, result)
      return #read(task) > 3 and result.metadata.exit_code == 3 and "request_continue" or nil
    end

    return policy
    """

  @Test(
    "whichever allocation fails, the call is decided or is a fault, nothing is kept of it, and the next call works",
    arguments: Question.allCases,
    [1, 2, 1 << 40]
  )
  func everyAllocation(_ question: Question, _ failures: Int) throws {
    let policy = try LuaPolicy(Self.source, limits: .untimed)
    let state = try #require(policy.luaState)
    var (calls, faults) = (0, 0)
    func decided(_ answer: String) -> String {
      calls += 1
      return answer.replacing(/after \d+/, with: "after \(calls)")
    }
    let expected = try question.ask(policy)
    calls = 1
    for allocation in 0..<2000 {
      state.collectGarbage()
      state.failAllocations(after: allocation, count: failures)
      let answer = Result { try question.ask(policy) }
      let hasFailed = state.failAllocations(after: 0, count: 0) < failures
      switch answer {
      case .success(let answer): #expect(answer == decided(expected), "allocation \(allocation)")
      case .failure(let error):
        faults += 1
        let fault = try #require(error as? PolicyFault)
        #expect(hasFailed && fault.function == question.rawValue, "allocation \(allocation): \(fault)")
        #expect(fault.message.contains("memory"), "allocation \(allocation): \(fault)")
      }
      // Also that it counts on from the calls that were decided.
      #expect(try question.ask(policy) == decided(expected), "after allocation \(allocation)")
      guard hasFailed else { break }
      #expect(allocation < 1999, "it needs more allocations than are tried")
    }
    // Where only the first try fails, Lua collects its garbage and tries again.
    #expect(failures == 1 ? faults == 0 : faults > 20, "\(faults)")
  }
}
