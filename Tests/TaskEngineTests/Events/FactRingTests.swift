import Testing

@testable import TaskCore
@testable import TaskEngine

@Suite("Fact ring")
struct FactRingTests {
  private func fact(_ number: Int) -> Fact {
    Fact(sequence: UInt64(number), time: .zero, kind: .policyFault(PolicyFault(function: "f", message: "")))
  }

  @Test(
    "it keeps the newest up to its limit, in order, also when the limit changes",
    arguments: 1...20 as ClosedRange<Int>
  )
  func newest(seed: Int) {
    var ring = FactRing(limit: seed % 4)
    var model: [Int] = []
    var limit = seed % 4
    for step in 0..<200 {
      if (step * seed) % 7 == 3 {
        limit = (step * seed) % 9
        let gone = ring.limit(to: limit)
        #expect(gone == max(0, model.count - limit))
        model = model.suffix(limit)
      }
      let isFull = ring.append(fact(step))
      model.append(step)
      #expect(isFull == (model.count > limit))
      model = model.suffix(limit)
      #expect(ring.count == model.count)
      #expect((0..<ring.count).map { Int(ring[$0].sequence) } == model)
    }
  }
}
