/// How much a stretch of Lua code may use before it is ended.
package struct LuaBudget: Sendable, Hashable {
  /// Lua instructions, and work of the library counted alike.
  package var instructions: Int?
  /// Processor time of the thread.
  package var time: Duration?

  /// Makes a budget; nil is no limit.
  package init(instructions: Int? = nil, time: Duration? = nil) {
    self.instructions = instructions
    self.time = time
  }

  /// No limit.
  package static let unlimited = LuaBudget()
}
