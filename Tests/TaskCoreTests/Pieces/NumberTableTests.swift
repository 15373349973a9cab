import TaskCore
import Testing

@Suite("Number table")
struct NumberTableTests {
  /// In a row, far apart, multiples of what a table's size is a power of, and the largest there are.
  static let numbers = Array(1...40) + (1...20).map { $0 << 20 } + (0..<8).map { Int.max - $0 }

  @Test("it holds what a dictionary holds, whatever is put in and taken out", arguments: 1...20 as ClosedRange<UInt64>)
  func likeADictionary(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var table = NumberTable()
    var model: [Int: Int] = [:]
    for step in 0..<2000 {
      let number = Self.numbers.randomElement(using: &random) ?? 1
      if model[number] == nil, Bool.random(using: &random) {
        table.insert(number, at: step)
        model[number] = step
      } else {
        let removed = table.remove(number)
        #expect(removed == model.removeValue(forKey: number))
      }
      #expect(table.count == model.count && table.isEmpty == model.isEmpty)
      for number in Self.numbers where table[number] != model[number] {
        Issue.record("\(number) is at \(table[number] ?? -1), not at \(model[number] ?? -1)")
      }
    }
  }

  @Test("a number that was never put in has no place, in an empty table neither")
  func absent() {
    var table = NumberTable()
    #expect(table[7] == nil)
    #expect(table.remove(7) == nil)
    table.insert(7, at: 3)
    #expect(table[7] == 3 && table[8] == nil)
  }
}
