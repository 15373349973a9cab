import TaskEngine
import TaskScripting

/// Where one is, and what goes on there: `main/t1 2 running, 1 waiting, 1 ready>`. What is zero is left out.
struct ConsolePrompt: Sendable, Equatable {
  var session: SessionID
  var turn: TurnID
  var running = 0
  /// For a slot or for approval.
  var waiting = 0
  /// Results to take with `:updates` or `:drain`.
  var ready = 0

  func text(_ style: TerminalStyle) -> String {
    let counts = [(running, "running"), (waiting, "waiting"), (ready, "ready")]
    let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let place = TerminalText.sanitized("\(session)/\(turn)")
    guard !parts.isEmpty else { return style(.prompt, place + ">") + " " }
    return style(.prompt, place) + " " + style(.dim, parts.joined(separator: ", ")) + style(.prompt, ">") + " "
  }
}

extension ConsolePrompt {
  /// The current session of `world`, and its tasks.
  init(of world: ScriptWorld) {
    let session = world.session
    let control = session.handle.control
    self.init(
      session: session.id,
      turn: world.turn,
      running: control.list(.running).count,
      waiting: control.list(.queued).count + control.list(.awaitingApproval).count,
      ready: control.ready
    )
  }
}
