import LuaRuntime
import TaskEngine
import TaskPolicy

/// A tool that is a Lua function: `function(input, context) … end`, run in a coroutine of its own.
struct LuaTool: Tool {
  /// What a Lua tool may run between two waits. In real time it is set aside now and then, so that what is typed, and
  /// other tools of the same script, need not wait until it has run all that.
  private var budget: LuaBudget {
    LuaBudget(instructions: 100_000_000, slice: time.isVirtual ? nil : 500_000)
  }

  let name: String
  let traits: ToolTraits
  let inputSchema: InputSchema?
  let function: LuaFunction
  /// What the function is given beside the input.
  let context: LuaValue
  let time: ScriptTime
  /// The host whose function it is. Not held here: the host's world holds its tools.
  let host: @Sendable () -> ScriptHost?

  func call(_ request: ToolRequest, context surroundings: ToolContext) async throws -> ToolResult {
    guard let host = host() else { throw ToolError.unavailable("the script that defined '\(name)' is gone") }
    let coroutine = host.lua.makeCoroutine(function)
    do {
      let values = try await ToolSurroundings.$current.withValue(surroundings) {
        try await withTaskCancellationHandler {
          try await host.run(coroutine, [.json(Array(request.input.text.utf8)), context], budget: budget)
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

  /// What a Lua tool finds in its context, as a value of `lua`.
  static func context(in lua: LuaState) throws -> LuaValue {
    let bindings = try functions.get()
    let table = LuaCallbackTable(bindings.map(\.description.name)) { place, arguments in
      let binding = bindings[place]
      return try binding.body(Parameters(binding.shownName, binding.description, arguments))
    }
    let made = try lua.makeFunctions(table)
    return .table(Dictionary(uniqueKeysWithValues: made.map { (.string($0), .function($1)) }))
  }

  private static let functions = Bindings<@Sendable (Parameters) throws -> LuaOutcome>(
    ScriptSurface.toolContext.functions,
    of: "context",
    [
      "progress": { parameters in
        current?.progress(try parameters.text("text"))
        return .none
      },
      "output": { parameters in
        current?.output(try parameters.text("text"))
        return .none
      },
      "call": { parameters in
        let tool = try parameters.text("tool")
        let input = try parameters.input("input")
        guard let current else { throw LuaUsageError("context.call: the tool's call is over") }
        return .wait {
          let result = try await current.call(tool, input: input)
          return [result.record.lua]
        }
      },
    ]
  )
}
