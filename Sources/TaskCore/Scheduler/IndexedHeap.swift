/// A heap whose elements are found by key, so that any of them can be removed or moved at once. Each has four below it: of many
/// elements the way down is half as long as with two, and what it costs is to write down where each one that moves is.
///
/// Timers and waiting tasks are removed far more often than they come due. A heap that only marks its dead would
/// keep each until its time, and memory with it.
package struct IndexedHeap<Key: Hashable & Sendable, Priority: Comparable & Hashable & Sendable>: Sendable {
  private static var arity: Int { 4 }

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

  /// Moves others down until the place is found where the node belongs.
  private mutating func siftUp(from start: Int) {
    let node = nodes[start]
    var hole = start
    while hole > 0 {
      let parent = (hole - 1) / Self.arity
      guard node.priority < nodes[parent].priority else { break }
      place(nodes[parent], at: hole)
      hole = parent
    }
    if hole != start { place(node, at: hole) }
  }

  /// Moves others up until the place is found where the node belongs.
  private mutating func siftDown(from start: Int) {
    let node = nodes[start]
    var hole = start
    while let child = smallestChild(of: hole), nodes[child].priority < node.priority {
      place(nodes[child], at: hole)
      hole = child
    }
    if hole != start { place(node, at: hole) }
  }

  private func smallestChild(of parent: Int) -> Int? {
    let first = Self.arity * parent + 1
    guard first < nodes.count else { return nil }
    var smallest = first
    for child in first + 1..<min(first + Self.arity, nodes.count)
    where nodes[child].priority < nodes[smallest].priority { smallest = child }
    return smallest
  }

  private mutating func place(_ node: (key: Key, priority: Priority), at position: Int) {
    nodes[position] = node
    positions[node.key] = position
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
