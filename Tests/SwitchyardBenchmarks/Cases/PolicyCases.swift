import CBenchmarks
import TaskEngine
import TaskPolicy

/// What one decision in Lua costs.
let policyCases: [Benchmark] = [
  Benchmark(
    name: "a Lua routing decision that reads two fields",
    baseline: "the same call made from C",
    quantity: .processorTime,
    target: .ratio(1.3),
    prepare: {
      .init(subject: try routing(by: twoFields, request()), baseline: try routingFromC(by: twoFields, request()))
    }
  ),
  Benchmark(
    name: "a Lua routing decision with 1 MB of input that it does not read",
    baseline: "with none",
    quantity: .processorTime,
    target: .ratio(1.05),
    prepare: {
      let text = "{\"text\":\"" + String(repeating: "x", count: 1 << 20) + "\"}"
      return .init(
        subject: try routing(by: twoFields, request(JSONText(text))),
        baseline: try routing(by: twoFields, request())
      )
    }
  ),
]

/// A policy that looks at what is at hand.
let twoFields = """
  local policy = {}

  function policy.route(request, tasks)
    if request.tool_name == "build" and request.session_id == "main" then return "background" end
    return "foreground"
  end

  return policy
  """

private func request(_ input: JSONText = .emptyObject) -> ToolRequest {
  ToolRequest(callID: "toolu_01A09q90qw90lq917835lq9", toolName: "build", input: input, turnID: "turn-17")
}

private func routing(by source: String, _ request: ToolRequest) throws -> Benchmark.Work {
  let policy = LuaPolicy()
  try policy.define(source)
  let view = TaskView.empty
  return { times, meter in
    try await meter.measure {
      for _ in 0..<times {
        let decision = try policy.route(request, tasks: view)
        precondition(decision.kind == .background)
      }
    }
  }
}

private func routingFromC(by source: String, _ request: ToolRequest) throws -> Benchmark.Work {
  guard let policy = CPolicy("local policy = (function() \(source) end)() return policy.route") else {
    throw NotLoaded()
  }
  let limits = PolicyLimits()
  return { times, meter in
    let background = await meter.measure { policy.route(request, times: times, limits) }
    precondition(background == times)
  }
}

private struct NotLoaded: Error {}

/// The program in C. Sendable because only one block runs at a time.
private final class CPolicy: @unchecked Sendable {
  private let policy: OpaquePointer

  init?(_ source: String) {
    guard let policy = cb_policy_new(source) else { return nil }
    self.policy = policy
  }

  deinit { cb_policy_free(policy) }

  func route(_ request: ToolRequest, times: Int, _ limits: PolicyLimits) -> Int {
    let nanoseconds = (limits.time?.components.attoseconds).map { $0 / 1_000_000_000 } ?? -1
    let texts = [request.callID, request.toolName, request.sessionID.rawValue, request.turnID.rawValue]
    let all = Array(texts.joined(separator: "\0").utf8CString)
    return all.withUnsafeBufferPointer { text in
      guard var next = text.baseAddress else { return -1 }
      var fields: [UnsafePointer<CChar>] = []
      for text in texts {
        fields.append(next)
        next += text.utf8.count + 1
      }
      let request = cb_request(call_id: fields[0], tool_name: fields[1], session_id: fields[2], turn_id: fields[3])
      return Int(cb_policy_route(policy, request, Int64(times), Int64(limits.instructions), nanoseconds))
    }
  }
}
