import DequeModule

/// Ids that hosts chose for tasks that have been forgotten since: the last thousand of them.
///
/// Of generated ids the number alone tells that they were; of others nothing would, and to keep all of them would be
/// to remember every task after all.
struct ForgottenIDs: Hashable, Sendable {
  static let limit = 1000

  private var order: Deque<TaskID> = []
  private var ids: Set<TaskID> = []

  func contains(_ id: TaskID) -> Bool { ids.contains(id) }

  mutating func insert(_ id: TaskID) {
    guard ids.insert(id).inserted else { return }
    order.append(id)
    if order.count > Self.limit, let oldest = order.popFirst() { ids.remove(oldest) }
  }
}
