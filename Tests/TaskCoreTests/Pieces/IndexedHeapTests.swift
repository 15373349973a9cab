import TaskCore
import Testing

@Suite("Indexed heap")
struct IndexedHeapTests {
  @Test(
    "it holds what a sorted list holds, whatever is put in, moved and taken out",
    arguments: 1...20 as ClosedRange<UInt64>
  )
  func likeASortedList(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var heap = IndexedHeap<Int, Int>()
    var model: [Int: Int] = [:]
    for _ in 0..<500 {
      let key = Int.random(in: 0..<40, using: &random)
      if Int.random(in: 0..<5, using: &random) < 3 {
        let priority = Int.random(in: 0..<30, using: &random)
        heap.insert(key, priority: priority)
        model[key] = priority
      } else {
        let removed = heap.remove(key)
        let expected = model.removeValue(forKey: key)
        #expect(removed == expected)
      }
      #expect(heap.count == model.count && heap.isEmpty == model.isEmpty)
      #expect(heap.first?.priority == model.values.min())
      #expect(heap.first.map { model[$0.key] == $0.priority } ?? true)
    }
    #expect(Set(heap.keys) == Set(model.keys))
    let drained = drain(&heap)
    #expect(drained == model.values.sorted())
  }

  @Test("two heaps are equal if they hold the same, however they came to")
  func equality() {
    var left = IndexedHeap<Int, Int>()
    var right = IndexedHeap<Int, Int>()
    for key in 0..<20 { left.insert(key, priority: key % 7) }
    for key in (0..<20).reversed() { right.insert(key, priority: 9) }
    #expect(left != right)
    for key in 0..<20 { right.insert(key, priority: key % 7) }
    #expect(left == right && left.hashValue == right.hashValue)
    right.remove(3)
    #expect(left != right)
  }

  private func drain(_ heap: inout IndexedHeap<Int, Int>) -> [Int] {
    var priorities: [Int] = []
    while let first = heap.first {
      priorities.append(first.priority)
      heap.remove(first.key)
    }
    return priorities
  }
}
