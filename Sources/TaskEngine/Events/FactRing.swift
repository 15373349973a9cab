import TaskCore

/// The newest facts, up to a limit. When it is full, a fact takes the place of the oldest, and nothing moves.
struct FactRing: Sendable {
  private var facts: ContiguousArray<Fact> = []
  /// Where the oldest is.
  private var oldest = 0
  private(set) var limit: Int

  init(limit: Int) { self.limit = limit }

  var count: Int { facts.count }

  /// The fact that is so many after the oldest.
  subscript(offset: Int) -> Fact {
    let place = oldest + offset
    return facts[place < facts.count ? place : place - facts.count]
  }

  /// Adds a fact; whether the oldest had to go.
  @inline(__always)
  mutating func append(_ fact: consuming Fact) -> Bool {
    guard facts.count >= limit else {
      facts.append(fact)
      return false
    }
    if limit == 0 { return true }
    facts[oldest] = fact
    oldest = oldest + 1 == facts.count ? 0 : oldest + 1
    return true
  }

  /// Changes the limit; how many of the oldest had to go.
  mutating func limit(to newLimit: Int) -> Int {
    let excess = max(0, count - newLimit)
    facts = ContiguousArray((excess..<count).map { self[$0] })
    (oldest, limit) = (0, newLimit)
    return excess
  }
}
