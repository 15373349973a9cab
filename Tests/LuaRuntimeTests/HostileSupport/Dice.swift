import LuaRuntime

/// Random numbers from a seed (SplitMix64), so that what was found can be found again.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number below `count`.
  mutating func roll(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(elements.count)] }

  mutating func chance(_ numerator: Int, in denominator: Int) -> Bool { roll(denominator) < numerator }

  /// A value as it comes back from Lua: arrays are not empty tables, keys are no floats of whole numbers.
  mutating func value(depth: Int = 3) -> LuaValue {
    switch roll(depth > 0 ? 10 : 7) {
    case 0: return .boolean(chance(1, in: 2))
    case 1: return .integer(pick([0, -1, .max, .min, 1 << 53, Int64(truncatingIfNeeded: next())]))
    case 2:
      return .number(pick([0.5, -0.25, 1e308, .infinity, -.infinity, .leastNonzeroMagnitude, Double(Int32.max) + 0.5]))
    case 3: return .string(string())
    case 4: return .null
    case 5: return .string(LuaString(String(repeating: "long ", count: roll(100))))
    case 6: return .integer(Int64(roll(10)))
    case 7: return .array((0..<1 + roll(4)).map { _ in value(depth: depth - 1) })
    case 8: return .array([])
    default:
      var entries: [LuaValue: LuaValue] = [.string("key"): value(depth: depth - 1)]
      for _ in 0..<roll(4) { entries[key()] = value(depth: depth - 1) }
      return .table(entries)
    }
  }

  private mutating func key() -> LuaValue {
    switch roll(4) {
    case 0: .boolean(chance(1, in: 2))
    case 1: .integer(Int64(roll(20)) - 10)
    case 2: .number(Double(roll(10)) + 0.5)
    default: .string(string())
    }
  }

  private mutating func string() -> LuaString {
    LuaString(bytes: (0..<roll(12)).map { _ in UInt8(truncatingIfNeeded: next()) })
  }
}
