import TaskEngine
import TaskPolicy
import TaskScripting

/// A command that was not given what it takes.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ command: String, _ problem: String? = nil) {
    let usage = (try? CommandTable.console.command(named: command, allowingPrefix: false))?.usage ?? ""
    description = "\(problem.map { ":\(command): \($0); " } ?? "")usage: :\(command)\(usage.isEmpty ? "" : " ")\(usage)"
  }
}

extension Console {
  /// Runs a `:command`; false if it was the last.
  func runCommand(_ line: String) async throws -> Bool {
    let name = line.prefix { !$0.isWhitespace }
    let command = try CommandTable.console.command(named: String(name), allowingPrefix: isInteractive)
    let rest = String(line.dropFirst(name.count)).trimmed
    // These read the rest of their line by themselves: JSON in it needs no quotes.
    switch command.name {
    case "start":
      try startTask(line)
      return true
    case "route":
      try route(line)
      return true
    default: break
    }
    let words = try CommandLineParser.words(rest).map(\.text)
    try check(words.count, of: command)
    return try await run(command.name, words)
  }

  private func run(_ name: String, _ words: [String]) async throws -> Bool {
    let world = host.world
    switch name {
    case "help": try help(words.first)
    case "tasks": showTasks()
    case "wait": try await wait(words)
    case "output": try await showOutput(words)
    case "cancel": for word in words { try world.cancel(try taskID(word)) }
    case "detach": for word in words { try world.detach(try taskID(word)) }
    case "approve":
      try world.approve(try taskID(words[0]), in: words.dropFirst().first.map { TurnID(rawValue: $0) })
    case "deny":
      let reason = words.dropFirst().joined(separator: " ")
      try world.deny(try taskID(words[0]), reason: reason.isEmpty ? nil : reason)
    case "explain": try explain(words[0])
    case "session":
      if let id = words.first { world.go(toSession: SessionID(rawValue: id)) }
      if words.isEmpty { output.show(world.session.id.rawValue, as: "session") }
    case "turn":
      if let id = words.first { world.go(toTurn: TurnID(rawValue: id)) }
      if words.isEmpty { output.show(world.turn.rawValue, as: "turn") }
    case "interrupt": world.interrupt(words.first.map { TurnID(rawValue: $0) } ?? world.turn)
    case "updates": show(world.session.takeLoopUpdates(), nothing: "no updates")
    case "drain": show(world.session.handle.control.drainReadyItems(), nothing: "nothing to drain")
    case "events": try events(words)
    case "policy": try await policy(words)
    case "tools": try showTools(words.first)
    case "save": try await save(words)
    case "load": try await runScript(words[0])
    case "timeline": try showTimeline(words.first)
    case "stats": showStatistics(words.first)
    case "quit": return false
    default: throw UsageError(name, "it is not there yet")
    }
    return true
  }

  private func help(_ name: String?) throws {
    let table = CommandTable.console
    guard let name else { return output.show(table.help, as: "help") }
    output.show(try table.command(named: name, allowingPrefix: isInteractive).help, as: "help")
  }

  /// Checks the number of words against the usage: what is not in brackets must be there.
  private func check(_ count: Int, of command: ConsoleCommand) throws {
    let parts = command.usage.split(separator: " ")
    let needed = parts.count { !$0.hasPrefix("[") && !$0.hasSuffix("]") }
    let isOpen = command.usage.contains("…")
    if count < needed { throw UsageError(command.name) }
    if !isOpen, command.name != "policy", count > parts.count { throw UsageError(command.name, "too many words") }
  }
}
