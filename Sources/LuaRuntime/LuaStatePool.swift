internal import CLuaShims
import Synchronization

/// Makes Lua states that are all set up alike at the cost of one: those that come later begin as copies of how the first
/// was when it had been set up.
///
/// All states of a pool must have the same limits, and Swift must set them up by the same steps in the same order; what a
/// step gave the first state, it gives the others. Only the host of a state and its seed are its own.
package final class LuaStatePool: Sendable {
  /// One step of setting a state up.
  struct Step: Sendable {
    var name: String
    /// What it returned.
    var tape: [UInt8]
  }

  /// An engine that was set up and is nobody's now.
  ///
  /// Sendable because only the state that takes the engine out of the pool uses it.
  struct Engine: @unchecked Sendable {
    var engine: OpaquePointer
    var steps: [Step]
  }

  private let idle = Mutex<[Engine]>([])

  /// Makes an empty pool, which keeps as many states as there are at one time.
  package init() {}

  deinit { idle.withLock { for idle in $0 { sy_free(idle.engine) } } }

  func take() -> Engine? { idle.withLock { $0.popLast() } }

  func give(_ engine: Engine) { idle.withLock { $0.append(engine) } }
}

extension LuaState {
  /// How far a state of a pool is.
  enum Setup {
    /// The first of its engine notes its steps.
    case noting([LuaStatePool.Step])
    /// It is within a step, whose parts are not steps of their own.
    case stepping
    /// A later one goes through the steps of the first, and has come to this one.
    case repeating([LuaStatePool.Step], next: Int)
    /// It has been set up, by these steps.
    case done([LuaStatePool.Step])
    /// It is not as others are, and goes back to no pool.
    case apart
  }

  /// Whether what Swift holds must stay, so that others that begin here can hold it too.
  var isBeingSetUp: Bool {
    switch setup {
    case .noting, .stepping, .repeating: true
    case .done, .apart: false
    }
  }

  /// Carries out an entry, as a step of setting the state up while it is set up; its results.
  ///
  /// - Parameter name: tells the step from others.
  func perform(
    _ name: String,
    _ entry: (OpaquePointer) throws(LuaError) -> Int32
  ) throws(LuaError) -> [LuaValue] {
    try setUp(name) { () throws(LuaError) in
      try enter { engine throws(LuaError) in try finish(engine, try entry(engine)) }
    }
  }

  /// Carries out several entries as one step of setting the state up. Where another state of the pool went before, nothing
  /// is done, and what the other was given stands.
  ///
  /// - Parameters:
  ///   - name: tells the step from others.
  ///   - step: returns what its last entry does, and changes nothing but the Lua state.
  package func setUp(_ name: String, _ step: () throws(LuaError) -> [LuaValue]) throws(LuaError) -> [LuaValue] {
    try enter { engine throws(LuaError) in
      switch setup {
      case .noting(var steps):
        setup = .stepping
        // What was let go before is let go by all who come here, each by itself. What this step lets go of, the others
        // never hold: it must be gone.
        let before = releases.drain()
        defer { releases.add(before) }
        let values: [LuaValue]
        do throws(LuaError) {
          values = try step()
        } catch {
          setup = .apart
          throw error
        }
        letGo(of: releases.drain(), engine)
        var length = 0
        let tape = sy_result(engine, &length)
        steps.append(.init(name: name, tape: Array(UnsafeBufferPointer(start: tape, count: tape == nil ? 0 : length))))
        setup = .noting(steps)
        return values
      case .repeating(let steps, let next):
        guard next < steps.count, steps[next].name == name else {
          throw LuaError(.misuse, "a state is not set up as others of its pool were: at '\(name)'")
        }
        setup = .repeating(steps, next: next + 1)
        return steps[next].tape.withUnsafeBufferPointer { read($0.baseAddress, $0.count) }
      case .stepping, .done, .apart: return try step()
      }
    }
  }

  /// Says that the state has been set up: others of its pool begin here. Until then nothing is let go.
  package func endSetup() throws(LuaError) {
    try enter { engine throws(LuaError) in
      switch setup {
      case .noting(let steps): setup = sy_keep_state(engine) != 0 ? .done(steps) : .apart
      case .repeating(let steps, let next):
        guard next == steps.count else {
          throw LuaError(.misuse, "a state is not set up as others of its pool were: too little")
        }
        setup = .done(steps)
      case .stepping, .done, .apart: break
      }
    }
  }
}
