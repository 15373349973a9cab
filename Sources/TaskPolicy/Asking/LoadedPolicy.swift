import LuaRuntime
import TaskEngine

/// One successful load of a policy: a Lua state of its own, and the functions that the policy defines.
///
/// A call that began under one load ends under it, whatever is loaded meanwhile.
final class LoadedPolicy: Sendable {
  let file: String
  let generation: Int
  let functions: [String: LuaFunction]
  let memory: PolicyMemory
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
    desk: PolicyDesk,
    memory: PolicyMemory
  ) {
    self.file = file
    self.generation = generation
    self.functions = functions
    self.state = state
    self.objects = objects
    self.limits = limits
    self.desk = desk
    self.memory = memory
  }

  /// Asks a function of the policy about a call; `nil` if the policy does not define it.
  func ask<Decision: Sendable>(
    _ name: String,
    about call: PolicyCall,
    with arguments: [String],
    decode: ([LuaValue]) throws(LuaUsageError) -> Decision
  ) throws(PolicyFault) -> Decision? {
    guard functions[name] != nil else { return nil }
    return try memory.serve(name, in: state) { () throws(PolicyFault) in
      try answer(name, about: call, with: arguments, decode: decode)
    }
  }

  /// Runs `body`, which calls ``answer(_:about:with:decode:)``, without consequences for `shared`.
  func rehearse<Value: Sendable>(_ body: () throws(PolicyFault) -> Value) throws(PolicyFault) -> Value {
    try memory.rehearse(in: state, body)
  }

  /// As `ask`, when it is this policy's turn.
  func answer<Decision: Sendable>(
    _ name: String,
    about call: PolicyCall,
    with arguments: [String],
    decode: ([LuaValue]) throws(LuaUsageError) -> Decision
  ) throws(PolicyFault) -> Decision? {
    guard let function = functions[name] else { return nil }
    call.tasks.decided(by: PolicySource(file: function.source, line: function.line, generation: generation))
    return try desk.serve(call) { () throws(PolicyFault) in
      let values: [LuaValue]
      do throws(LuaError) {
        values = try state.call(
          function,
          arguments.map { objects[$0] ?? .nil },
          budget: LuaBudget(instructions: limits.instructions, time: limits.time),
          scopedObjects: true
        )
      } catch {
        let error = limits.explain(error, calling: name)
        throw PolicyFault(error, in: name, generation: generation, at: function)
      }
      do throws(LuaUsageError) { return try decode(values) } catch { throw fault(error, in: name) }
    }
  }

  /// The fault of a function that returned what cannot be used.
  private func fault(_ error: LuaUsageError, in name: String) -> PolicyFault {
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
