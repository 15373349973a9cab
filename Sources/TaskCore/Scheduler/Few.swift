import DequeModule

/// A queue of what seldom is more than one: that lies in it, and not in memory of its own.
struct Few<Element> {
  private var head: Element?
  /// Empty if there is no head.
  private var rest: Deque<Element> = []

  var isEmpty: Bool { head == nil }

  mutating func append(_ element: Element) {
    if head == nil { head = element } else { rest.append(element) }
  }

  mutating func popFirst() -> Element? {
    let first = head.take()
    if !rest.isEmpty { head = rest.popFirst() }
    return first
  }

  /// Takes out the first one that is meant; whether there was one.
  mutating func remove(where isMeant: (Element) -> Bool) -> Bool {
    guard let head else { return false }
    if isMeant(head) { return popFirst() != nil }
    guard let index = rest.firstIndex(where: isMeant) else { return false }
    rest.remove(at: index)
    return true
  }
}

extension Few: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { head == nil ? 0 : 1 + rest.count }
  subscript(position: Int) -> Element { position == 0 ? head! : rest[position - 1] }
}

extension Few: ExpressibleByArrayLiteral {
  init(arrayLiteral elements: Element...) {
    for element in elements { append(element) }
  }
}

extension Few: Sendable where Element: Sendable {}
extension Few: Equatable where Element: Equatable {}
extension Few: Hashable where Element: Hashable {}
