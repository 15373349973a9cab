import LuaRuntime
import TaskEngine

/// One successful load of a policy: a Lua state of its own, and the functions that the policy defines.
///
/// A call that began under one load ends under it, whatever is loaded meanwhile.
final class LoadedPolicy: Sendable {
  let file: String
  let generation: Int
  let functions: [String: LuaFunction]
  let state: LuaState
  let route: PolicyQuestion?
  let deliveryMode: PolicyQuestion?
  let continuePolicy: PolicyQuestion?
  let permission: PolicyQuestion?

  init(
    file: String,
    generation: Int,
    functions: [String: LuaFunction],
    state: LuaState,
    objects: [String: LuaValue],
    limits: PolicyLimits,
    desk: PolicyDesk
  ) throws(LuaError) {
    self.file = file
    self.generation = generation
    self.functions = functions
    self.state = state
    let facts = try LuaFacts(count: PolicyFact.allCases.count) { facts, index in
      guard let fact = PolicyFact(rawValue: index) else { return }
      try? desk.call().tell(fact, to: facts)
    }
    func question(_ function: PolicyFunction) throws(LuaError) -> PolicyQuestion? {
      guard let defined = functions[function.rawValue] else { return nil }
      let call = try state.prepare(
        defined,
        function.parameters.map { objects[$0] ?? .nil },
        budget: LuaBudget(instructions: limits.instructions, time: limits.time)
      )
      return PolicyQuestion(
        function,
        call,
        generation: generation,
        state: state,
        limits: limits,
        desk: desk,
        facts: facts
      )
    }
    route = try question(.route)
    deliveryMode = try question(.deliveryMode)
    continuePolicy = try question(.continuePolicy)
    permission = try question(.permission)
  }
}
