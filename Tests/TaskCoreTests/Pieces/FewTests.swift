import Testing

@testable import TaskCore

@Suite("Few")
struct FewTests {
  @Test("it is the queue that an array is", arguments: 1...10 as ClosedRange<UInt64>)
  func likeAnArray(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var few = Few<Int>()
    var model: [Int] = []
    for _ in 0..<500 {
      switch Int.random(in: 0..<5, using: &random) {
      case 0, 1:
        let value = Int.random(in: 0..<5, using: &random)
        few.append(value)
        model.append(value)
      case 2, 3:
        let popped = few.popFirst()
        #expect(popped == (model.isEmpty ? nil : model.removeFirst()))
      default:
        let value = Int.random(in: 0..<5, using: &random)
        let index = model.firstIndex(of: value)
        let removed = few.remove { $0 == value }
        #expect(removed == (index != nil))
        if let index { model.remove(at: index) }
      }
      #expect(few.isEmpty == model.isEmpty && few.count == model.count && few.elementsEqual(model))
    }
  }
}
