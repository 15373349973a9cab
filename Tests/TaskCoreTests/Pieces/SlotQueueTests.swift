import Testing

@testable import TaskCore

@Suite("Slot queue")
struct SlotQueueTests {
  @Test("it lets start whom a search through all that wait would", arguments: 1...60 as ClosedRange<UInt64>)
  func likeASearch(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let limit = [nil, nil, 1, 3].randomElement(using: &random) ?? nil
    var slots = SlotQueue(limit: limit)
    var model = NaiveSlots(limit: limit)
    for order in 0..<300 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        let task = Self.task(order, using: &random)
        let starts = slots.take(.init(task.keys))
        #expect(starts == model.hasRoom(for: task))
        if starts {
          model.running.append(task)
        } else {
          slots.wait(task.id, in: .init(task.keys), rank: Self.rank(of: task))
          model.waiting.append(task)
        }
      case 5..<8:
        guard let index = model.running.indices.randomElement(using: &random) else { continue }
        let task = model.running.remove(at: index)
        slots.release(.init(task.keys))
        while let expected = model.next() {
          let started = slots.next()
          #expect(started == expected)
        }
      case 8:
        guard let index = model.waiting.indices.randomElement(using: &random) else { continue }
        let task = model.waiting.remove(at: index)
        slots.leave(task.id, lane: .init(task.keys))
      default:
        guard let index = model.waiting.indices.randomElement(using: &random) else { continue }
        model.waiting[index].isForeground = false
        let task = model.waiting[index]
        slots.wait(task.id, in: .init(task.keys), rank: Self.rank(of: task))
      }
      #expect(slots.waitingCount == model.waiting.count)
      #expect(slots.order == model.order.map(\.id))
      for key in ["a", "b", "c"] {
        #expect(slots.runningCount(under: key) == model.running.count { $0.keys[key] != nil })
      }
      let late = slots.next()
      #expect(late == nil, "someone could have started before")
    }
    for task in model.waiting { slots.leave(task.id, lane: .init(task.keys)) }
    for task in model.running { slots.release(.init(task.keys)) }
    #expect(slots.isUnused)
    #expect(slots == SlotQueue(limit: limit), "an unused queue keeps nothing")
  }

  @Test("a blocked key blocks no other, and who waits for two keys reserves neither")
  func noReservation() {
    var slots = SlotQueue(limit: nil)
    let both = SlotQueue.Lane(["a": 1, "b": 1])
    let takes = [slots.take(.init(["a": 1])), slots.take(both)]
    #expect(takes == [true, false])
    slots.wait("both", in: both, rank: .init(priority: 9, kind: .foreground, order: 1))
    let takesOther = slots.take(.init(["b": 1]))
    #expect(takesOther)
    slots.release(.init(["a": 1]))
    let early = slots.next()
    #expect(early == nil)
    slots.release(.init(["b": 1]))
    let started = slots.next()
    #expect(started == "both")
  }

  @Test("who waits for the manager's limit needs no key")
  func managerLimit() {
    var slots = SlotQueue(limit: 1)
    let none = SlotQueue.Lane([:])
    let takes = [slots.take(none), slots.take(none)]
    #expect(takes == [true, false])
    slots.wait("low", in: none, rank: .init(priority: 0, kind: .foreground, order: 1))
    slots.wait("high", in: none, rank: .init(priority: 1, kind: .background, order: 2))
    let early = slots.next()
    slots.release(none)
    let started = [slots.next(), slots.next()]
    #expect(early == nil)
    #expect(started == ["high", nil])
  }

  private static func task(_ order: Int, using random: inout SeededGenerator) -> NaiveSlots.Task {
    let keys: [[String: Int]] = [
      [:], ["a": 1], ["a": 2], ["b": 2], ["a": 2, "b": 1], ["b": 2, "c": 3], ["a": 1, "b": 2, "c": 2],
    ]
    return NaiveSlots.Task(
      id: TaskID(generated: order + 1),
      keys: keys.randomElement(using: &random) ?? [:],
      priority: Int.random(in: 0..<3, using: &random),
      isForeground: Bool.random(using: &random),
      order: order
    )
  }

  private static func rank(of task: NaiveSlots.Task) -> SlotQueue.Rank {
    .init(priority: task.priority, kind: task.isForeground ? .foreground : .background, order: task.order)
  }
}
