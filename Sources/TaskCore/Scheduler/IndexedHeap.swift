/// A binary heap whose elements are found by key, so that any of them can be removed or moved at once.
///
/// Timers and waiting tasks are removed far more often than they come due. A heap that only marks its dead would
/// keep each until its time, and memory with it.
package struct IndexedHeap<Key: Hashable & Sendable, Priority: Comparable & Hashable & Sendable>: Sendable {
  private var nodes: [(key: Key, priority: Priority)] = []
  private var positions: [Key: Int] = [:]

  package init() {}

  package var count: Int { nodes.count }
  package var isEmpty: Bool { nodes.isEmpty }

  /// The element with the smallest priority.
  package var first: (key: Key, priority: Priority)? { nodes.first }

  package var keys: Dictionary<Key, Int>.Keys { positions.keys }

  /// The priority of `key`, or `nil` if it is not in.
  package func priority(of key: Key) -> Priority? { positions[key].map { nodes[$0].priority } }

  /// Puts `key` in, or moves it to a new priority.
  package mutating func insert(_ key: Key, priority: Priority) {
    if let position = positions[key] {
      nodes[position].priority = priority
      restore(at: position)
    } else {
      nodes.append((key, priority))
      positions[key] = nodes.count - 1
      siftUp(from: nodes.count - 1)
    }
  }

  /// Puts `key` in with a priority, or takes it out if that is `nil`.
  package mutating func set(_ key: Key, _ priority: Priority?) {
    if let priority { insert(key, priority: priority) } else { remove(key) }
  }

  /// Takes `key` out; its priority, or `nil` if it was not in.
  @discardableResult
  package mutating func remove(_ key: Key) -> Priority? {
    guard !nodes.isEmpty, let position = positions.removeValue(forKey: key) else { return nil }
    let priority = nodes[position].priority
    let last = nodes.removeLast()
    if position < nodes.count {
      nodes[position] = last
      positions[last.key] = position
      restore(at: position)
    }
    return priority
  }

  private mutating func restore(at position: Int) {
    siftUp(from: position)
    siftDown(from: position)
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard nodes[child].priority < nodes[parent].priority else { return }
      swapNodes(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(from start: Int) {
    var parent = start
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < nodes.count && nodes[child].priority < nodes[smallest].priority {
        smallest = child
      }
      if smallest == parent { return }
      swapNodes(parent, smallest)
      parent = smallest
    }
  }

  private mutating func swapNodes(_ left: Int, _ right: Int) {
    nodes.swapAt(left, right)
    positions[nodes[left].key] = left
    positions[nodes[right].key] = right
  }
}

extension IndexedHeap: Hashable {
  // Two heaps are equal if they hold the same elements, however these came to be arranged.
  package static func == (lhs: IndexedHeap, rhs: IndexedHeap) -> Bool {
    lhs.count == rhs.count
      && lhs.nodes.allSatisfy { node in rhs.positions[node.key].map { rhs.nodes[$0].priority } == node.priority }
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(Set(positions.keys)) }
}
