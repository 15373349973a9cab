/// How much a stretch of Lua code may use before it is ended.
package struct LuaBudget: Sendable, Hashable {
  /// Lua instructions, and work of the library counted alike.
  package var instructions: Int?
  /// Processor time of the thread.
  package var time: Duration?
  /// How many instructions a coroutine may run before others of its state come to run, where it can be set aside; all of
  /// them if nil. What it may use in all stays the same.
  package var slice: Int?

  /// Makes a budget; nil is no limit.
  package init(instructions: Int? = nil, time: Duration? = nil, slice: Int? = nil) {
    self.instructions = instructions
    self.time = time
    self.slice = slice
  }

  /// No limit.
  package static let unlimited = LuaBudget()
}
