import TaskEngine

/// A session as a scenario: the policy, tools that do what was observed, the calls at their moments, and what came of
/// them.
package struct SessionScenario {
  /// Why a session cannot be saved.
  package struct Refusal: Error, CustomStringConvertible {
    package let description: String
  }

  /// The file's text.
  package private(set) var text = ""
  /// How many calls it makes.
  package let callCount: Int
  /// What could not be saved as it was, in sentences.
  package private(set) var remarks: [String] = []

  let world: ScriptWorld
  let entries: [SessionJournal.Entry]
  let tasks: [ObservedTask]
  let timeline: SessionTimeline

  /// - Parameters:
  ///   - name: what the scenario is called.
  ///   - policyPath: where the file will find a policy that was loaded from this path, or `nil` if it no longer has
  ///     this text.
  package init(
    of world: ScriptWorld,
    named name: String,
    policyPath: (_ path: String, _ text: [UInt8]) -> String?
  ) throws {
    guard let journal = world.journal else { throw Refusal(description: "this session is not kept") }
    guard journal.isComplete, world.recorder.isComplete else {
      throw Refusal(description: "the session is too long to be saved: its first events are no longer kept")
    }
    let all = journal.entries
    // Policies that were replaced before anything was done, and what led to nothing, are no part of it.
    let first = all.firstIndex { entry in if case .policy = entry.deed { false } else { true } } ?? all.endIndex
    let policies = all[..<first].suffix(1)
    self.world = world
    entries = Array(policies + all[first...])
    tasks = ObservedTask.all(in: world, entries)
    guard !tasks.isEmpty else {
      throw Refusal(description: "nothing to save: no task has been started (':start TOOL')")
    }
    callCount = tasks.count
    timeline = SessionTimeline(Array(all[first...]), tasks: tasks)
    let children = Set(world.recorder.events.compactMap(\.taskID)).subtracting(tasks.map(\.launch.id))
    if !children.isEmpty {
      remarks.append(
        "\(children.count == 1 ? "a call" : "\(children.count) calls") that tools made themselves "
          + "\(children.count == 1 ? "is" : "are") not part of it"
      )
    }
    text = try write(name: name, policies: policies, policyPath: policyPath)
  }

  private mutating func write(
    name: String,
    policies: ArraySlice<SessionJournal.Entry>,
    policyPath: (String, [UInt8]) -> String?
  ) throws -> String {
    var lines = ["-- A session that was saved with ':save'. Run it with 'switchyard test'.", ""]
    for case .policy(let policy) in policies.map(\.deed) {
      lines.append(load(policy, policyPath) + "\n")
    }
    lines.append(Self.helpers)
    lines.append("describe(\(LuaLiteral.text(name)), function()")
    lines.append("  it(\"goes as it did\", function()")
    lines += try toolLines().map(Self.indented)
    lines.append("    local task = {}")
    lines += try deedLines(skipping: policies.count, policyPath).map(Self.indented)
    lines.append("")
    lines += try outcomeLines().map(Self.indented)
    lines += ["  end)", "end)", ""]
    return lines.joined(separator: "\n")
  }

  private static func indented(_ line: String) -> String {
    // Only the first line: long texts must stay as they are.
    line.isEmpty ? line : "    " + line
  }

  private mutating func load(_ policy: SessionJournal.Policy, _ policyPath: (String, [UInt8]) -> String?) -> String {
    if policy.isFile, let path = policyPath(policy.file, policy.text) {
      return "policy.load(\(LuaLiteral.text(path)))"
    }
    if policy.isFile {
      remarks.append("\(policy.file) has changed since generation \(policy.generation), whose text is in the scenario")
    }
    if policy.requiresFiles {
      remarks.append("generation \(policy.generation) requires files, which the scenario will not find")
    }
    let origin = policy.isFile ? "\(policy.file) as it was in generation \(policy.generation)" : "Defined at the prompt"
    return "-- \(origin).\npolicy.define(\(LuaLiteral.long(String(decoding: policy.text, as: UTF8.self))))"
  }

  // MARK: What was done

  private mutating func deedLines(
    skipping skipped: Int,
    _ policyPath: (String, [UInt8]) -> String?
  ) throws -> [String] {
    var lines: [String] = []
    var clock = Duration.zero
    var last: UInt64?
    var place = (session: SessionID(rawValue: "main"), turn: TurnID(rawValue: "t1"))
    for (entry, moment) in zip(entries.dropFirst(skipped), timeline.moments) {
      // Time passes also where only something happened: what was ready then has run.
      if moment > clock || (last.map { $0 < entry.sequence } ?? false) {
        lines.append("advance(\(LuaLiteral.seconds(moment - clock)))")
      }
      clock = moment
      last = entry.sequence
      if let session = entry.deed.session, session != place.session {
        lines.append("tasks.session(\(LuaLiteral.text(session.rawValue)))")
        place.session = session
      }
      if let turn = entry.deed.turn, turn != place.turn {
        lines.append("tasks.turn(\(LuaLiteral.text(turn.rawValue)))")
        place.turn = turn
      }
      lines.append(try line(for: entry.deed, policyPath))
    }
    let end = (world.control.now - (entries.dropFirst(skipped).first?.time.roundedDown ?? .zero)).roundedUp
    let rest = max(.zero, max(end, timeline.lastMoment) - clock)
    lines.append("advance(\(LuaLiteral.seconds(rest)))")
    return lines
  }

  private mutating func line(
    for deed: SessionJournal.Deed,
    _ policyPath: (String, [UInt8]) -> String?
  ) throws -> String {
    switch deed {
    case .launch(let launch): return try start(launch)
    case .cancel(let id): return "\(variable(id)):cancel()"
    case .detach(let id): return "\(variable(id)):detach()"
    case .approve(let id, let turn):
      return "\(variable(id)):approve(\(turn.map { LuaLiteral.text($0.rawValue) } ?? ""))"
    case .deny(let id, let reason): return "\(variable(id)):deny(\(reason.map(LuaLiteral.text) ?? ""))"
    case .setDeliveryMode(let mode, let id): return "\(variable(id)):set_delivery_mode(\"\(mode.rawValue)\")"
    case .setContinuePolicy(let policy, let id): return "\(variable(id)):set_continue_policy(\"\(policy.rawValue)\")"
    case .interrupt: return "tasks.interrupt_turn()"
    case .endTurn: return "tasks.end_turn()"
    case .policy(let policy): return load(policy, policyPath)
    }
  }

  private func start(_ launch: SessionJournal.Launch) throws -> String {
    var options: [String] = []
    if let id = launch.chosenID { options.append("task_id = \(LuaLiteral.text(id.rawValue))") }
    if !launch.request.callID.isEmpty { options.append("call_id = \(LuaLiteral.text(launch.request.callID))") }
    if !launch.request.metadata.isEmpty {
      options.append("metadata = " + LuaLiteral.value(.object(launch.request.metadata), indent: "    "))
    }
    var arguments = [LuaLiteral.text(launch.request.toolName)]
    let input = try LuaLiteral.json(launch.request.input, indent: "    ")
    if input != "{}" || !options.isEmpty { arguments.append(input) }
    if !options.isEmpty { arguments.append("{ " + options.joined(separator: ", ") + " }") }
    return "\(variable(launch.id)) = tasks.start(\(arguments.joined(separator: ", ")))"
  }

  /// What stands for a task in the file.
  func variable(_ id: TaskID) -> String {
    let prefix = "task-"
    if id.rawValue.hasPrefix(prefix), let number = Int(id.rawValue.dropFirst(prefix.count)) { return "task[\(number)]" }
    return "task[\(LuaLiteral.text(id.rawValue))]"
  }
}

extension SessionJournal.Deed {
  /// The session that has to be the current one, where that matters.
  fileprivate var session: SessionID? {
    switch self {
    case .launch(let launch): launch.request.sessionID
    case .interrupt(let session, _), .endTurn(let session, _): session
    default: nil
    }
  }

  fileprivate var turn: TurnID? {
    switch self {
    case .launch(let launch): launch.request.turnID
    case .interrupt(_, let turn), .endTurn(_, let turn): turn
    default: nil
    }
  }
}
