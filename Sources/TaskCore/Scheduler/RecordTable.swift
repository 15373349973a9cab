/// What records are kept by. Most keys of some kinds are numbers, and cost less to find then.
protocol RecordKey: Hashable, Sendable {
  /// The key as a number above zero that no other has, if it is one.
  var number: Int? { get }
}

extension RecordKey {
  var number: Int? { nil }
}

/// What is kept in places.
protocol PlacedRecord: Sendable {
  /// Lets go of all that it holds: its place is vacant from now on. An optional in its place would be looked at each time.
  mutating func vacate()
}

/// A dictionary whose values have places. A record stays in its place until it is removed, and is read and changed there:
/// what `Dictionary` has at an index is a copy, which of a large record costs more than finding it.
struct RecordTable<Key: RecordKey, Value: PlacedRecord>: Sendable {
  private var numbered = NumberTable()
  private var few: ContiguousArray<Named> = []
  /// All that are no numbers, once they are too many to be looked through.
  private var many: [Key: Int] = [:]
  private var records: ContiguousArray<Value> = []
  private var vacant: ContiguousArray<Int> = []

  private struct Named: Hashable, Sendable {
    var key: Key
    var place: Int
  }

  /// As many as are compared in the time of one hash.
  private let fewest = 8

  var count: Int { records.count - vacant.count }
  var isEmpty: Bool { count == 0 }
  /// All keys but those that are numbers.
  var keys: [Key] { many.isEmpty ? few.map(\.key) : Array(many.keys) }
  /// All values; in vacant places, what lies there.
  var values: ContiguousArray<Value> { records }

  /// Where the value of `key` lies; `nil` if there is none.
  func place(of key: Key) -> Int? {
    if let number = key.number { return numbered[number] }
    if !many.isEmpty { return many[key] }
    for named in few where named.key == key { return named.place }
    return nil
  }

  /// Where the value of `key` lies, which is `fresh` if there was none.
  mutating func place(of key: Key, orMake fresh: @autoclosure () -> Value) -> Int {
    place(of: key) ?? insert(fresh(), for: key)
  }

  /// The value that lies there.
  subscript(at place: Int) -> Value {
    @inline(__always) get { records[place] }
    @inline(__always) _modify { yield &records[place] }
  }

  /// A copy of the value; `nil` if there is none.
  subscript(key: Key) -> Value? { place(of: key).flatMap { records[$0] } }

  /// Adds a value for a key that has none; its place.
  mutating func insert(_ value: consuming Value, for key: Key) -> Int {
    let place = vacant.popLast() ?? records.count
    if place == records.count { records.append(value) } else { records[place] = value }
    enter(key, at: place)
    return place
  }

  /// Removes the value of `key`, which lies there.
  mutating func remove(_ key: Key, at place: Int) {
    records[place].vacate()
    vacant.append(place)
    if let number = key.number {
      numbered.remove(number)
    } else if many.isEmpty {
      guard let index = few.firstIndex(where: { $0.place == place }) else { return }
      few.swapAt(index, few.count - 1)
      few.removeLast()
    } else {
      many[key] = nil
    }
  }

  private mutating func enter(_ key: Key, at place: Int) {
    if let number = key.number {
      numbered.insert(number, at: place)
    } else if many.isEmpty, few.count < fewest {
      few.append(Named(key: key, place: place))
    } else {
      for named in few { many[named.key] = named.place }
      few = []
      many[key] = place
    }
  }
}

// Equal tables hold the same in the same places: a table that nothing was done to.
extension RecordTable: Equatable, Hashable where Value: Hashable {}

extension TaskID: RecordKey {
  var number: Int? { generatedNumber }
}

extension String: RecordKey {}
extension SessionID: RecordKey {}
extension TurnKey: RecordKey {}
