internal import CLuaShims

/// A call that is made again and again: its function and arguments are checked and packed once.
///
/// A class, so that making the call takes no references.
package final class LuaPreparedCall: Sendable {
  /// The function.
  package let function: LuaFunction
  fileprivate let arguments: [UInt8]
  fileprivate let instructions: Int64
  fileprivate let nanoseconds: Int64

  fileprivate init(_ function: LuaFunction, _ arguments: [UInt8], _ limits: sy_limits) {
    self.function = function
    self.arguments = arguments
    instructions = limits.instructions
    nanoseconds = limits.nanoseconds
  }
}

extension LuaState {
  /// Packs a call whose objects are scoped to it.
  package func prepare(
    _ function: LuaFunction,
    _ arguments: [LuaValue],
    budget: LuaBudget
  ) throws(LuaError) -> LuaPreparedCall {
    try check(function)
    var writer = TapeWriter(for: self)
    try writer.append(arguments)
    return LuaPreparedCall(function, writer.bytes, budget.limits)
  }

  /// Makes a call whose objects read from facts, between ``begin()`` and ``end()``. The results are good until the next entry.
  package func call(_ call: LuaPreparedCall, telling facts: LuaFacts) throws(LuaError) -> LuaResults {
    guard let engine = runningEngine else { throw LuaError(.misuse, "the Lua state was never opened") }
    let limits = sy_limits(instructions: call.instructions, nanoseconds: call.nanoseconds)
    let status = call.arguments.withUnsafeBytes {
      sy_ask(engine, call.function.id, $0.baseAddress, $0.count, limits, facts.facts)
    }
    guard UInt32(status) == SY_OK.rawValue else { throw failure(engine, status) }
    var length = 0
    let tape = sy_result(engine, &length)
    return LuaResults(reader(tape, length))
  }
}

/// What a call returned, as it lies there. Good until the state's next entry.
package struct LuaResults {
  private let reader: TapeReader

  fileprivate init(_ reader: TapeReader) { self.reader = reader }

  /// The values, for looking at them in place. What is not understood by looking to the end must be taken by
  /// ``takeValues()``: functions among them are held by whoever takes them, or by nobody.
  package var items: TapeItems { TapeItems(reader: reader) }

  /// Takes the values. To be done once.
  package consuming func takeValues() -> [LuaValue] {
    var reader = reader
    return reader.values()
  }
}

/// The values of a tape, one after another.
package struct TapeItems {
  fileprivate var reader: TapeReader

  /// The next value; of a table or an array, that it begins. `nil` at the end.
  package mutating func next() -> TapeItem? { reader.next() }
}
