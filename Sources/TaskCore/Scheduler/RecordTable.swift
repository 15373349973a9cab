/// A dictionary whose values are read and changed where they lie. What `Dictionary` has at an index is a copy, which of a
/// large record costs more than finding it.
///
/// A place is good until a record is removed.
struct RecordTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private var places: [Key: Int] = [:]
  /// Whose the records are. Apart from them: of a pair, either would be read by copying both.
  private var owners: ContiguousArray<Key> = []
  private var records: ContiguousArray<Value> = []

  var count: Int { records.count }
  var isEmpty: Bool { records.isEmpty }
  var keys: ContiguousArray<Key> { owners }
  var values: ContiguousArray<Value> { records }

  /// Where the value of `key` lies; `nil` if there is none.
  func place(of key: Key) -> Int? { places[key] }

  /// Where the value of `key` lies, which is `fresh` if there was none.
  mutating func place(of key: Key, orMake fresh: @autoclosure () -> Value) -> Int {
    if let place = places[key] { return place }
    return insert(fresh(), for: key)
  }

  /// The value that lies there.
  subscript(at place: Int) -> Value {
    @inline(__always) get { records[place] }
    @inline(__always) _modify { yield &records[place] }
  }

  /// A copy of the value; `nil` if there is none.
  subscript(key: Key) -> Value? {
    get {
      guard let place = places[key] else { return nil }
      return records[place]
    }
    set {
      guard let newValue else { return remove(key) }
      if let place = places[key] { records[place] = newValue } else { _ = insert(newValue, for: key) }
    }
  }

  /// Adds a value for a key that has none; its place.
  mutating func insert(_ value: consuming Value, for key: Key) -> Int {
    places[key] = records.count
    owners.append(key)
    records.append(value)
    return records.count - 1
  }

  mutating func remove(_ key: Key) {
    if let place = places.removeValue(forKey: key) { fill(place) }
  }

  mutating func remove(at place: Int) {
    places[owners[place]] = nil
    fill(place)
  }

  /// The last one moves to where one is gone.
  private mutating func fill(_ place: Int) {
    let (owner, record) = (owners.removeLast(), records.removeLast())
    if place == records.count { return }
    owners[place] = owner
    records[place] = record
    places[owner] = place
  }
}

extension RecordTable: Equatable, Hashable where Value: Hashable {
  // Two tables are equal if they hold the same, wherever it came to lie.
  static func == (lhs: RecordTable, rhs: RecordTable) -> Bool {
    lhs.count == rhs.count
      && lhs.owners.indices.allSatisfy { place in rhs[lhs.owners[place]] == lhs.records[place] }
  }

  func hash(into hasher: inout Hasher) {
    var all = 0
    for place in owners.indices {
      var one = Hasher()
      one.combine(owners[place])
      one.combine(records[place])
      all ^= one.finalize()
    }
    hasher.combine(all)
  }
}
