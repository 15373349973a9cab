import Foundation
import TaskEngine
import TaskPolicy

/// What it costs a policy to look into a call's input.
let inputCases: [Benchmark] = [reading("1 KB", bytes: 1 << 10), reading("100 KB", bytes: 100 << 10)]

private func reading(_ name: String, bytes: Int) -> Benchmark {
  Benchmark(
    name: "a Lua routing decision that reads one field of \(name) of input",
    baseline: "JSONDecoder that decodes this field",
    quantity: .processorTime,
    prepare: {
      let text = input(of: bytes)
      let request = ToolRequest(callID: "1", toolName: "edit", input: JSONText(text), turnID: "turn-17")
      let policy = LuaPolicy()
      try policy.define(readsPath)
      return .init(
        subject: { times, meter in
          try await meter.measure {
            for _ in 0..<times {
              let decision = try policy.route(request, tasks: .empty)
              precondition(decision.kind == .background)
            }
          }
        },
        baseline: { times, meter in
          try await meter.measure {
            for _ in 0..<times {
              let decision = try JSONDecoder().decode(Input.self, from: Data(text.utf8))
              precondition(decision.path == "Sources/main.swift")
            }
          }
        }
      )
    }
  )
}

private let readsPath = """
  local policy = {}

  function policy.route(request, tasks)
    if request.input.path == "Sources/main.swift" then return "background" end
    return "foreground"
  end

  return policy
  """

private struct Input: Decodable {
  var path: String
}

/// An object of about so many bytes, like those of agents that edit files; what is looked for comes last.
private func input(of bytes: Int) -> String {
  var edits: [String] = []
  var length = 0
  while length < bytes - 50 {
    let edit = #"{"line":\#(edits.count),"old":"let a = \"x\"","new":"let a = \"y\"","all":true}"#
    edits.append(edit)
    length += edit.utf8.count + 1
  }
  return #"{"edits":[\#(edits.joined(separator: ","))],"path":"Sources/main.swift"}"#
}
