@testable import TaskCore

/// Slots as one would explain them: a list of who waits and a list of who runs, searched from the start each time.
struct NaiveSlots {
  struct Task {
    var id: TaskID
    var keys: [String: Int]
    var priority: Int
    var isForeground: Bool
    var order: Int
  }

  var limit: Int?
  var waiting: [Task] = []
  var running: [Task] = []

  func hasRoom(for task: Task) -> Bool {
    if let limit, running.count >= limit { return false }
    return task.keys.allSatisfy { key, limit in running.count { $0.keys[key] != nil } < limit }
  }

  /// Those that wait, the one that is to start first at the front.
  var order: [Task] {
    waiting.sorted { left, right in
      if left.priority != right.priority { return left.priority > right.priority }
      if left.isForeground != right.isForeground { return left.isForeground }
      return left.order < right.order
    }
  }

  /// Who starts next, if anyone can.
  mutating func next() -> TaskID? {
    guard let best = order.first(where: hasRoom) else { return nil }
    waiting.removeAll { $0.id == best.id }
    running.append(best)
    return best.id
  }
}
