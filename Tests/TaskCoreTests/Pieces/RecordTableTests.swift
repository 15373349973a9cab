import Testing

@testable import TaskCore

@Suite("Record table")
struct RecordTableTests {
  struct Record: PlacedRecord, Hashable {
    var value: Int?

    mutating func vacate() { value = nil }
  }

  /// Generated ids are found by their numbers, named ones by comparing while they are few, and by hashing when they are many.
  static let keys =
    (1...15).map { TaskID(generated: $0) } + (1...15).map { TaskID(rawValue: "named-\($0)") }

  @Test("a record stays in its place until it is removed", arguments: 1...20 as ClosedRange<UInt64>)
  func places(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var table = RecordTable<TaskID, Record>()
    var model: [TaskID: (place: Int, value: Int)] = [:]
    for step in 0..<1000 {
      let key = Self.keys.randomElement(using: &random) ?? ""
      if let known = model[key] {
        if Bool.random(using: &random) {
          table.remove(key, at: known.place)
          model[key] = nil
        } else {
          table[at: known.place].value = step
          model[key]?.value = step
        }
      } else {
        let place = table.insert(Record(value: step), for: key)
        #expect(model.values.allSatisfy { $0.place != place }, "two records in one place")
        model[key] = (place, step)
      }
      #expect(table.count == model.count && table.isEmpty == model.isEmpty)
      for key in Self.keys {
        #expect(table.place(of: key) == model[key]?.place)
        #expect(table[key]?.value == model[key]?.value)
      }
      #expect(table.values.compactMap(\.value).sorted() == model.values.map(\.value).sorted())
    }
    #expect(Set(table.keys) == Set(model.keys.filter { $0.generatedNumber == nil }))
  }

  @Test("a removed record is let go of, and its place is used again")
  func vacancies() {
    var table = RecordTable<SessionID, Record>()
    let first = table.insert(Record(value: 1), for: "a")
    _ = table.insert(Record(value: 2), for: "b")
    table.remove("a", at: first)
    #expect(table[at: first].value == nil)
    #expect(table.insert(Record(value: 3), for: "c") == first)
    #expect(table["a"] == nil && table["b"]?.value == 2 && table["c"]?.value == 3)
  }

  @Test("a forgotten task's record holds nothing of it")
  func vacatedTask() throws {
    var machine = Machine(Scheduler.Limits(retainedTasks: 0))
    var decision = RoutingDecision.background
    decision.concurrency = ["disk": 1]
    try machine.launch("a", decision)
    let place = try #require(machine.scheduler.place(of: "a"))
    machine.finish("a")
    #expect(machine.scheduler.place(of: "a") == nil)
    let left = machine.scheduler.tasks[at: place]
    #expect(left.identity.id == .toBe && left.phase == .queued && left.decision == .foreground)
    #expect(left.lane.slots.isEmpty && left.decisions.isEmpty && left.account == nil && left.caller == nil)
  }
}
