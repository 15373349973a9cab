/// Places by number: a dictionary whose keys are numbers above zero, mostly given one after another. To find one costs a
/// tenth of what it costs in a `Dictionary`, whose hashes must withstand keys that an enemy chose.
package struct NumberTable: Hashable, Sendable {
  private struct Bucket: Hashable, Sendable {
    /// Zero if the bucket is vacant.
    var number = 0
    var place = 0
  }

  /// Each number lies as near after its home as there was room. Equal tables hold the same in the same buckets.
  private var buckets: ContiguousArray<Bucket> = []
  /// The highest bits of a hash that say where home is.
  private var shift = 0
  package private(set) var count = 0

  package init() {}

  package var isEmpty: Bool { count == 0 }

  /// The place of a number; `nil` if it has none.
  package subscript(number: Int) -> Int? { find(number).map { buckets[$0].place } }

  /// Adds a number that has no place.
  package mutating func insert(_ number: Int, at place: Int) {
    count += 1
    if count * 4 > buckets.count * 3 { grow() }
    fill(Bucket(number: number, place: place))
  }

  /// Removes a number; its place, if it had one.
  @discardableResult
  package mutating func remove(_ number: Int) -> Int? {
    guard var hole = find(number) else { return nil }
    let place = buckets[hole].place
    count -= 1
    // Whoever lies further from home than the hole does moves into it.
    let mask = buckets.count - 1
    var next = (hole + 1) & mask
    while buckets[next].number != 0 {
      if (next - home(of: buckets[next].number)) & mask >= (next - hole) & mask {
        buckets[hole] = buckets[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    buckets[hole] = Bucket()
    return place
  }

  private func home(of number: Int) -> Int {
    // Fibonacci hashing: neighbours come to lie apart, and so do multiples of any power of two.
    Int(truncatingIfNeeded: (UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15) >> UInt64(shift))
  }

  private func find(_ number: Int) -> Int? {
    if buckets.isEmpty { return nil }
    var bucket = home(of: number)
    while buckets[bucket].number != 0 {
      if buckets[bucket].number == number { return bucket }
      bucket = (bucket + 1) & (buckets.count - 1)
    }
    return nil
  }

  private mutating func fill(_ entry: Bucket) {
    var bucket = home(of: entry.number)
    while buckets[bucket].number != 0 { bucket = (bucket + 1) & (buckets.count - 1) }
    buckets[bucket] = entry
  }

  private mutating func grow() {
    let old = buckets
    buckets = ContiguousArray(repeating: Bucket(), count: max(8, old.count * 2))
    shift = 64 - buckets.count.trailingZeroBitCount
    for entry in old where entry.number != 0 { fill(entry) }
  }
}
