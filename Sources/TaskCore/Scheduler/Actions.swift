/// What the shell must do after an input: publish facts in their order, then act once the lock is released.
package struct Actions: Hashable, Sendable {
  package var facts: [Fact] = []
  package var effects: [Effect] = []
  /// The last run of the task that was forgotten last. It is not forgotten at once: others wait for this input to end.
  package var forgotten: SettledRun?

  package init() {}

  /// What a further input asks for, after this.
  package mutating func append(_ other: Actions) {
    facts += other.facts
    effects += other.effects
    forgotten = other.forgotten ?? forgotten
  }
}

/// Arrays that are done with, to be filled again. They are no part of what a scheduler is.
struct SpareActions: Hashable, Sendable {
  private var actions = Actions()

  /// What an input begins with.
  mutating func take() -> Actions {
    var taken = Actions()
    swap(&taken, &actions)
    return taken
  }

  /// Keeps the memory of actions that were carried out, unless it is much.
  mutating func give(_ used: inout Actions) {
    if used.facts.capacity > 64 || used.effects.capacity > 64 { return }
    // Of a few this is cheaper than `removeAll(keepingCapacity:)`.
    while !used.facts.isEmpty { used.facts.removeLast() }
    while !used.effects.isEmpty { used.effects.removeLast() }
    used.forgotten = nil
    swap(&actions, &used)
  }

  static func == (lhs: SpareActions, rhs: SpareActions) -> Bool { true }

  func hash(into hasher: inout Hasher) {}
}

/// Something that happened, numbered. Events are made of facts if anyone listens.
package struct Fact: Hashable, Sendable {
  package var sequence: UInt64
  package var time: Duration
  package var kind: Kind

  package enum Kind: Hashable, Sendable {
    case queued(TaskSnapshot)
    case started(TaskSnapshot)
    case detached(TaskSnapshot)
    case ended(SettledRun)
    case continueRequested(TaskSnapshot)
    case progress(TaskSnapshot, String)
    case output(TaskSnapshot, String)
    indirect case policyLoaded(PolicyLoad)
    indirect case policyFault(PolicyFault)
  }
}

extension Fact {
  /// The run that ended, if it is about one. To look for it by a pattern would be to copy the fact.
  package var settled: SettledRun? {
    if case .ended(let settled) = kind { settled } else { nil }
  }

  /// The session of the task that it is about.
  package var sessionID: SessionID? {
    switch kind {
    case .queued(let task), .started(let task), .detached(let task), .continueRequested(let task),
      .progress(let task, _), .output(let task, _):
      task.sessionID
    case .ended(let settled): settled.task.sessionID
    case .policyLoaded, .policyFault: nil
    }
  }
}

/// An imperative for the shell. Tasks are named by their places too, by which the shell keeps what it has of each.
package enum Effect: Hashable, Sendable {
  /// Let the task's next run begin. What is launched and begins at once says so by ``Scheduler/Launched``.
  case startRun(TaskID, at: Int)
  /// Ask the task's tool to stop.
  case cancelTool(TaskID, at: Int)
  /// The task will have no further run: let go of it. Its place may be another's after this.
  case finishTask(TaskID, at: Int)
  /// Ask the delivery policy about this run, then tell `deliveryDecided`.
  case askDelivery(SettledRun)
  /// Wake a waiter.
  case resume(WaiterID, Wake)
  /// The manager is shut down and idle: streams end.
  case finishStreams
}

/// Names someone who waits. The shell keeps the continuation.
package struct WaiterID: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }
}

/// What a waiter is woken with.
package enum Wake: Hashable, Sendable {
  case turn(TurnUpdate?)
  case loop([SettledRun])
  case task(TaskSnapshot)
  /// The answer of a child call, which goes to its caller and nowhere else.
  case child(SettledRun)
  case idle
  case shutDown
}

/// The answer to "may I have it, or must I wait?".
package enum WaitOutcome: Hashable, Sendable {
  case ready(Wake)
  case wait(WaiterID)
}
