import LuaRuntime
import Synchronization
import TaskEngine

/// What the loads of one policy have in common: whose turn it is to be asked, and where the table `shared` is.
///
/// The table is in the Lua state that was asked last, and moves when another one is asked. So it costs nothing where
/// it is not used, and a call that began under an older load finds it too.
final class PolicyMemory: Sendable {
  /// How much `shared` may hold, in the bytes that it counts.
  static let limit = 1024 * 1024

  private struct Place {
    /// Kept also after its load was replaced, until the table has moved on.
    var state: LuaState?
    /// The table, while it is in no state.
    var content = LuaState.SharedContent()

    mutating func move(to next: LuaState?) throws(LuaError) {
      if let state {
        content = try state.takeShared()
        self.state = nil
      }
      guard let next else { return }
      try next.putShared(content)
      content = LuaState.SharedContent()
      state = next
    }
  }

  private let place = Mutex(Place())

  /// Asks the policy in `state`, one call at a time. A call that fails leaves `shared` as it was.
  ///
  /// - Parameter function: what is asked, for the fault if `shared` cannot move to the state.
  func serve<Value: Sendable>(
    _ function: String,
    in state: LuaState,
    _ body: () throws(PolicyFault) -> Value
  ) throws(PolicyFault) -> Value {
    try place.withLock { place throws(PolicyFault) in
      if place.state !== state { try Self.move(&place, to: state, for: function) }
      do throws(PolicyFault) {
        return try body()
      } catch {
        state.rollBackShared()
        throw error
      }
    }
  }

  /// Asks the policy in `state` without consequences: `shared` is as it was afterwards.
  func rehearse<Value: Sendable>(
    in state: LuaState,
    _ body: () throws(PolicyFault) -> Value
  ) throws(PolicyFault) -> Value {
    try place.withLock { place throws(PolicyFault) in
      if place.state !== state { try Self.move(&place, to: state, for: "route") }
      do throws(LuaError) { try state.holdShared() } catch { throw PolicyFault(function: "route", message: "\(error)") }
      defer { state.rollBackShared() }
      return try body()
    }
  }

  /// Lets go of the state that the table is in, unless it is being asked: then the next call does.
  func letGo() {
    _ = place.withLockIfAvailable { place in try? place.move(to: nil) }
  }

  private static func move(_ place: inout Place, to state: LuaState, for function: String) throws(PolicyFault) {
    do throws(LuaError) {
      try place.move(to: state)
    } catch {
      // It is kept all the same: a policy that leaves it room finds it.
      throw PolicyFault(function: function, message: "'shared' does not fit in this policy's memory: \(error.message)")
    }
  }
}
