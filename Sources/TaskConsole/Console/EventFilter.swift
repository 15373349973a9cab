import TaskEngine

/// Which events are meant, as `:events` takes it: some tasks, tools or kinds; all where nothing is named.
struct EventFilter: Sendable, Equatable {
  var tasks: Set<TaskID> = []
  var tools: Set<String> = []
  var kinds: Set<TaskKind> = []

  /// The words before the values that can be asked for by name.
  static let names = ["tool", "kind"]

  /// Whether nothing is named.
  var isEmpty: Bool { self == EventFilter() }

  /// Adds `tool=NAME` or `kind=KIND`; false if `word` is neither.
  mutating func add(_ word: String) throws -> Bool {
    guard let equals = word.firstIndex(of: "=") else { return false }
    let (name, value) = (word[..<equals], String(word[word.index(after: equals)...]))
    switch name {
    case "tool" where !value.isEmpty: tools.insert(value)
    case "kind":
      guard let kind = TaskKind(rawValue: value) else {
        throw UsageError("events", "kind is foreground or background, not '\(value)'")
      }
      kinds.insert(kind)
    default: throw UsageError("events", "'\(word)' is no filter; there are tool=NAME and kind=KIND")
    }
    return true
  }

  /// Whether it means this event. What concerns no task is meant only where nothing is named.
  func matches(_ event: TaskEvent) -> Bool {
    guard let task = event.task else { return isEmpty }
    return (tasks.isEmpty || tasks.contains(task.id))
      && (tools.isEmpty || tools.contains(task.toolName))
      && (kinds.isEmpty || kinds.contains(task.kind))
  }
}

/// Which events are shown as they come.
struct LiveEvents: Sendable, Equatable {
  enum Level: String, Sendable, CaseIterable {
    /// None.
    case off
    /// What happens to tasks and policies. Without a person also what tools tell of their progress.
    case on
    /// Also progress and output.
    case all
  }

  var level = Level.on
  var filter = EventFilter()

  /// - Parameter isWatched: whether a person looks on, whom each step of each tool would disturb.
  func shows(_ event: TaskEvent, isWatched: Bool) -> Bool {
    switch (event.kind, level) {
    case (_, .off): return false
    case (.output, .on): return false
    case (.progress, .on) where isWatched: return false
    // A policy concerns every task, and a gap may hide any of them.
    case (.policyLoaded, _), (.policyFault, _), (.lagged, _): return true
    default: return filter.matches(event)
    }
  }
}
