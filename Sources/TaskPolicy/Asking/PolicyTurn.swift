import LuaRuntime
import Synchronization
import TaskEngine

/// Whose turn it is to be asked: the load in force, one call at a time, and where the table `shared` is.
///
/// The table is in the Lua state that was asked last, and moves when another one is asked. So it costs nothing where
/// it is not used. A new load waits beside the turn until the call at hand, which may be the caller's own, is over.
final class PolicyTurn: Sendable {
  /// How much `shared` may hold, in the bytes that it counts.
  static let limit = 1024 * 1024

  private struct Turn {
    var current: LoadedPolicy?
    /// Where `shared` is: kept also after its load was replaced, until the table has moved on.
    var state: LuaState?
    /// The table, while it is in no state.
    var content = LuaState.SharedContent()

    mutating func moveShared(to next: LuaState?) throws(LuaError) {
      if let state {
        content = try state.takeShared()
        self.state = nil
      }
      guard let next else { return }
      try next.putShared(content)
      content = LuaState.SharedContent()
      state = next
    }

    mutating func moveShared(to next: LuaState, for function: PolicyFunction) throws(PolicyFault) {
      do throws(LuaError) {
        try moveShared(to: next)
      } catch {
        // It is kept all the same: a policy that leaves it room finds it.
        throw PolicyFault(
          function: function.rawValue,
          message: "'shared' does not fit in this policy's memory: \(error.message)"
        )
      }
    }
  }

  private struct Arrival {
    var policy: LoadedPolicy
    var keepsShared: Bool
  }

  private let turn = Mutex(Turn())
  private let arrival = Mutex<Arrival?>(nil)
  /// Whether there is an arrival: so that a call need not lock to see that there is none.
  private let hasArrival = Atomic(false)

  /// Puts a load in force, for the next call.
  ///
  /// - Parameter keepsShared: whether it is of the same file as the one before, so that it finds what `shared` has.
  func install(_ policy: LoadedPolicy, keepingShared keepsShared: Bool) {
    let last = arrival.withLock { arrival in
      let last = arrival
      arrival = Arrival(policy: policy, keepsShared: keepsShared && last?.keepsShared != false)
      hasArrival.store(true, ordering: .releasing)
      return last
    }
    withExtendedLifetime(last) {}
    // So that the last load is let go now, unless it is being asked.
    withExtendedLifetime(turn.withLockIfAvailable { takeArrival(&$0) }) {}
  }

  /// Lets go of the last load after the lock: a Lua state goes with it.
  private func welcome() {
    withExtendedLifetime(turn.withLock { takeArrival(&$0) }) {}
  }

  /// Puts what has arrived in force. Returns what it replaces.
  private func takeArrival(_ turn: inout Turn) -> LoadedPolicy? {
    let arrived = arrival.withLock { arrival in
      hasArrival.store(false, ordering: .relaxed)
      return arrival.take()
    }
    guard let arrived else { return nil }
    if arrived.keepsShared {
      // If it cannot be taken out, it stays where it is until the next call asks for it.
      try? turn.moveShared(to: nil)
    } else {
      turn.state = nil
      turn.content = LuaState.SharedContent()
    }
    defer { turn.current = arrived.policy }
    return turn.current
  }

  /// Asks the policy in force about a call; `nil` if it does not define what the
  /// question asks. A call that fails leaves `shared`
  /// as it was.
  func ask<Subject: PolicySubject, Reader: DecisionReader>(
    _ question: (LoadedPolicy) -> PolicyQuestion?,
    about subject: Subject,
    tasks: TaskView,
    _ reader: Reader.Type
  ) throws(PolicyFault) -> Reader.Decision? {
    if hasArrival.load(ordering: .acquiring) { welcome() }
    return try turn.withLock { turn throws(PolicyFault) in
      guard let policy = turn.current, let question = question(policy) else { return nil }
      if turn.state !== policy.state { try turn.moveShared(to: policy.state, for: question.function) }
      do throws(PolicyFault) {
        return try question.ask(about: subject, tasks: tasks, reader)
      } catch {
        policy.state.rollBackShared()
        throw error
      }
    }
  }

  /// The Lua state of the load in force, for measuring what it does.
  var state: LuaState? { turn.withLock { $0.current?.state } }

  /// Asks `route` and `permission` without consequences: `shared` is as it was afterwards.
  func rehearse(
    _ request: ToolRequest,
    tasks: TaskView
  ) throws(PolicyFault) -> (routing: RoutingDecision, permission: PermissionDecision) {
    if hasArrival.load(ordering: .acquiring) { welcome() }
    return try turn.withLock { turn throws(PolicyFault) in
      guard let policy = turn.current else { return (.foreground, .allow) }
      if turn.state !== policy.state { try turn.moveShared(to: policy.state, for: .route) }
      do throws(LuaError) {
        try policy.state.holdShared()
      } catch {
        throw PolicyFault(function: PolicyFunction.route.rawValue, message: "\(error)")
      }
      defer { policy.state.rollBackShared() }
      let routing = try policy.route?.ask(about: request, tasks: tasks, RoutingReader.self)
      let permission = try policy.permission?.ask(about: request, tasks: tasks, PermissionReader.self)
      return (routing ?? .foreground, permission ?? .allow)
    }
  }
}
