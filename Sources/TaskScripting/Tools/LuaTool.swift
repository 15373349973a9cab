import LuaRuntime
import TaskEngine
import TaskPolicy

/// A tool that is a Lua function: `function(input, context) … end`, run in a coroutine of its own.
struct LuaTool: Tool {
  /// What a Lua tool may run between two waits.
  private static let budget = LuaBudget(instructions: 100_000_000)

  let name: String
  let traits: ToolTraits
  let function: LuaFunction
  /// What the function is given beside the input.
  let context: LuaValue
  let lua: LuaState
  let time: ScriptTime

  func call(_ request: ToolRequest, context surroundings: ToolContext) async throws -> ToolResult {
    let coroutine = lua.makeCoroutine(function)
    do {
      let values = try await ToolSurroundings.$current.withValue(surroundings) {
        try await withTaskCancellationHandler {
          try await coroutine.run([.json(Array(request.input.text.utf8)), context], budget: Self.budget)
        } onCancel: {
          // It may still tidy up, as long as it does not wait for anything; then it has had its time.
          coroutine.cancel(waitsOnly: true)
          time.spawn {
            try await time.sleep(for: surroundings.gracePeriod)
            coroutine.cancel()
          }
        }
      }
      return ToolResult(try ToolSpec.output(values.first ?? .nil))
    } catch let error as LuaError {
      throw ToolError.executionFailed(error.description)
    }
  }
}

/// The tool in whose call Lua code runs, if it does.
enum ToolSurroundings {
  @TaskLocal static var current: ToolContext?

  /// `progress(text)`, `output(text)` and `call(tool, input)`, which a Lua tool finds in its context.
  static var functions: [(name: String, body: LuaCallback)] {
    [
      (
        "progress",
        { arguments in
          current?.progress(try Parameters("context.progress", arguments).text(0, "text"))
          return .none
        }
      ),
      (
        "output",
        { arguments in
          current?.output(try Parameters("context.output", arguments).text(0, "text"))
          return .none
        }
      ),
      (
        "call",
        { arguments in
          let parameters = Parameters("context.call", arguments)
          let tool = try parameters.text(0, "tool")
          let input = try parameters.input(1)
          guard let current else { throw LuaUsageError("context.call: the tool's call is over") }
          return .wait {
            let result = try await current.call(tool, input: input)
            return [result.record.lua]
          }
        }
      ),
    ]
  }
}
