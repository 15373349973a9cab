import TaskEngine

/// Completes what is typed at the prompt: commands and what they take, as their usages say, and Lua.
struct ConsoleCompleter: Sendable {
  var names = ConsoleNames()

  func completion(of line: String, cursor: Int) -> Completion {
    let typed = String(decoding: line.utf8.prefix(cursor), as: UTF8.self)
    // What was pasted before in several lines is no concern of the last.
    let last = typed.lastIndex(of: "\n").map { typed[typed.index(after: $0)...] } ?? typed[...]
    let (word, candidates) =
      last.hasPrefix(":") ? command(String(last)) : LuaCompletion(names: names).candidates(for: String(last))
    let only = candidates.count == 1 ? candidates.first : nil
    return Completion(
      replaceFrom: typed.utf8.count - word.utf8.count,
      candidates: candidates,
      // After these the word goes on.
      appendSpace: last.hasPrefix(":") && only.map { !$0.hasSuffix("/") && !$0.hasSuffix("=") } ?? true
    )
  }

  /// The word before the cursor as it is typed, and what it may become.
  private func command(_ typed: String) -> (word: String, candidates: [String]) {
    var words = Self.words(of: typed)
    let last = words.removeLast()
    guard let name = words.first?.text else {
      return (last.raw, CommandTable.console.commands.map { ":\($0.name)" }.filter { $0.hasPrefix(last.raw) })
    }
    guard let command = try? CommandTable.console.command(named: name, allowingPrefix: true) else {
      // There is no such command, which Enter says.
      return (last.raw, [])
    }
    let before = words.dropFirst().map(\.text)
    let choices = CommandUsage(command.usage).choices(after: before)
    var candidates = choices.flatMap { self.candidates(for: $0, of: command.name, before: before, typed: last.text) }
    if command.name == "events" { candidates += filters(typed: last.text) }
    var seen: Set<String> = []
    candidates = candidates.filter { $0.hasPrefix(last.text) && seen.insert($0).inserted }
    return (last.raw, candidates.map(Self.quoted))
  }

  private func candidates(for choice: String, of command: String, before: [String], typed: String) -> [String] {
    switch choice {
    case "TOOL": names.tools().sorted()
    case "TASK": taskIDs(for: command, typed: typed)
    case "FILE": FileCompletion.paths(beginningWith: typed)
    case "COMMAND": CommandTable.console.commands.map(\.name)
    case "LABEL": names.labels()
    case "SESSION": sessions()
    case "TURN": turns()
    case "ARGUMENT": arguments(of: before, typed: typed)
    // Whatever else is in capitals is the person's to say.
    default: choice.uppercased() == choice && choice.first?.isLetter == true ? [] : [choice]
    }
  }

  // MARK: What there is

  /// The tasks that a command can do something about, as they are written: by number, where one was begun.
  private func taskIDs(for command: String, typed: String) -> [String] {
    let ids = names.tasks().filter { task in
      switch command {
      case "cancel": ![.completed, .failed, .cancelled].contains(task.status)
      case "detach": task.kind == .foreground && (task.status == .running || task.status == .queued)
      case "approve", "deny": task.status == .awaitingApproval
      default: true
      }
    }.map(\.id.rawValue)
    guard typed.first?.isNumber == true else { return ids }
    return ids.filter { $0.hasPrefix("task-") }.map { String($0.dropFirst(5)) }
  }

  private func sessions() -> [String] {
    let known = Set(names.tasks().map(\.sessionID.rawValue)).union([names.place().session.rawValue])
    return known.sorted()
  }

  private func turns() -> [String] {
    let (session, turn) = names.place()
    let known = names.tasks().filter { $0.sessionID == session }.map(\.turnID.rawValue)
    return Set(known).union([turn.rawValue]).sorted()
  }

  /// The keys of a tool's input that are not there yet, and the options of `:start`.
  private func arguments(of before: [String], typed: String) -> [String] {
    if typed.hasPrefix("@turn=") { return turns().map { "@turn=" + $0 } }
    if typed.hasPrefix("@session=") { return sessions().map { "@session=" + $0 } }
    guard let tool = before.first else { return [] }
    let given = before.dropFirst().map { $0.prefix { $0 != "=" && $0 != ":" } }
    let keys = names.fields(tool).flatMap { field -> [String] in
      let key = field.name + (field.isText ? "=" : ":=")
      if typed.hasPrefix(key) { return field.choices.map { key + $0 } }
      return given.contains(field.name[...]) ? [] : [key]
    }
    // They are rarer: shown once one asks for them, or where there is nothing else.
    return keys + (typed.hasPrefix("@") || keys.isEmpty ? ["@turn=", "@session="] : [])
  }

  private func filters(typed: String) -> [String] {
    if typed.hasPrefix("tool=") { return names.tools().sorted().map { "tool=" + $0 } }
    if typed.hasPrefix("kind=") { return TaskKind.allCases.map { "kind=" + $0.rawValue } }
    return EventFilter.names.map { $0 + "=" }
  }

  // MARK: Words

  /// The words so far, the last of which may be empty or in quotes that are still open.
  private static func words(of typed: String) -> [(text: String, raw: String)] {
    var words: [(text: String, raw: String)] = [("", "")]
    var quote: Character?
    var isEscaped = false
    for character in typed {
      if quote == nil, !isEscaped, character.isWhitespace {
        if !words[words.count - 1].raw.isEmpty { words.append(("", "")) }
        continue
      }
      words[words.count - 1].raw.append(character)
      if isEscaped {
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
        continue
      } else if character == quote {
        quote = nil
        continue
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        continue
      }
      words[words.count - 1].text.append(character)
    }
    return words
  }

  /// `word` as it has to be typed.
  private static func quoted(_ word: String) -> String {
    word.reduce(into: "") { quoted, character in
      if character.isWhitespace || "'\"\\".contains(character) { quoted.append("\\") }
      quoted.append(character)
    }
  }
}
