import LuaRuntime
import TaskEngine

/// A function of a loaded policy, ready to be asked. Whoever asks it holds all that it needs.
final class PolicyQuestion: Sendable {
  let function: PolicyFunction
  private let call: LuaPreparedCall
  private let decider: PolicyDecider
  private let state: LuaState
  private let limits: PolicyLimits
  private let desk: PolicyDesk
  private let facts: LuaFacts

  init(
    _ function: PolicyFunction,
    _ call: LuaPreparedCall,
    generation: Int,
    state: LuaState,
    limits: PolicyLimits,
    desk: PolicyDesk,
    facts: LuaFacts
  ) {
    self.function = function
    self.call = call
    decider = PolicyDecider(
      PolicySource(file: call.function.source, line: call.function.line, generation: generation)
    )
    self.state = state
    self.limits = limits
    self.desk = desk
    self.facts = facts
  }

  /// Asks about a call. One at a time: see ``PolicyTurn``.
  func ask<Subject: PolicySubject, Reader: DecisionReader>(
    about subject: Subject,
    tasks: TaskView,
    _ reader: Reader.Type
  ) throws(PolicyFault) -> Reader.Decision {
    tasks.decided(by: decider)
    state.begin()
    defer { state.end() }
    do {
      return try withUnsafePointer(to: subject) { place in
        try withUnsafePointer(to: tasks) { view in
          desk.begin(Subject.place(place, view))
          defer { desk.end() }
          subject.tell(facts)
          let results = try state.call(call, telling: facts)
          if let decision = Reader.glance(results.items) { return decision }
          return try Reader.read(results.takeValues(), from: function.rawValue)
        }
      }
    } catch {
      throw fault(error)
    }
  }

  private func fault(_ error: any Error) -> PolicyFault {
    if let error = error as? LuaError {
      let error = limits.explain(error, calling: function.rawValue)
      return PolicyFault(error, in: function.rawValue, generation: decider.source.generation, at: call.function)
    }
    return PolicyFault(
      function: function.rawValue,
      message: "\(error)".clippedReason,
      file: decider.source.file,
      line: decider.source.line,
      generation: decider.source.generation
    )
  }
}

extension PolicyFault {
  /// The fault that an error of Lua is: where Lua says it happened, or else where the function is defined.
  init(_ error: LuaError, in name: String, generation: Int, at function: LuaFunction) {
    self.init(
      function: name,
      message: error.message.clippedReason,
      file: error.source ?? function.source,
      line: error.line ?? function.line,
      generation: generation
    )
  }
}
