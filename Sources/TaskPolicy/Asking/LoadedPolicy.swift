import LuaRuntime
import TaskEngine

/// One successful load of a policy: a Lua state of its own, and the functions that the policy defines.
///
/// A call that began under one load ends under it, whatever is loaded meanwhile.
final class LoadedPolicy: Sendable {
  let file: String
  let generation: Int
  let functions: [String: LuaFunction]
  private let state: LuaState
  private let objects: [String: LuaValue]
  private let limits: PolicyLimits
  private let desk: PolicyDesk

  init(
    file: String,
    generation: Int,
    functions: [String: LuaFunction],
    state: LuaState,
    objects: [String: LuaValue],
    limits: PolicyLimits,
    desk: PolicyDesk
  ) {
    self.file = file
    self.generation = generation
    self.functions = functions
    self.state = state
    self.objects = objects
    self.limits = limits
    self.desk = desk
  }

  /// Asks a function of the policy about a call; `nil` if the policy does not define it.
  func ask(_ name: String, about call: PolicyCall, with arguments: [String]) throws(PolicyFault) -> [LuaValue]? {
    guard let function = functions[name] else { return nil }
    call.tasks.decided(by: PolicySource(file: function.source, line: function.line, generation: generation))
    // The desk holds one call at a time, so that calls of one policy follow one another.
    return try desk.serve(call) { () throws(PolicyFault) in
      do throws(LuaError) {
        return try state.call(
          function,
          arguments.map { objects[$0] ?? .nil },
          budget: LuaBudget(instructions: limits.instructions, time: limits.time),
          scopedObjects: true
        )
      } catch {
        throw PolicyFault(error, in: name, generation: generation, at: function)
      }
    }
  }

  /// The fault of a function that returned what cannot be used.
  func fault(_ error: LuaUsageError, in name: String) -> PolicyFault {
    PolicyFault(
      function: name,
      message: error.description.clippedReason,
      file: functions[name]?.source ?? file,
      line: functions[name]?.line,
      generation: generation
    )
  }
}

extension PolicyFault {
  /// The fault that an error of Lua is: where Lua says it happened, or else where the function is defined.
  init(_ error: LuaError, in name: String, generation: Int, at function: LuaFunction?) {
    self.init(
      function: name,
      message: error.message.clippedReason,
      file: error.source ?? function?.source,
      line: error.line ?? function?.line,
      generation: generation
    )
  }
}
