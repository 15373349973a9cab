internal import CLuaShims

extension LuaState {
  /// What the last call from outside used of its budget: Lua instructions, and work of the library counted alike.
  package var lastCost: Int {
    (try? enter { engine throws(LuaError) in Int(sy_spent(engine)) }) ?? 0
  }

  /// Lets go of all that Lua no longer needs, so that ``memoryUsed`` is what it keeps.
  package func collectGarbage() {
    _ = try? enter { engine throws(LuaError) in sy_collect(engine) }
  }

  /// For tests: of the next allocations `after` are carried out, then `count` fail. Lua asks twice for each.
  ///
  /// - Returns: how many of those that were to fail before have not.
  @discardableResult
  package func failAllocations(after: Int, count: Int) -> Int {
    (try? enter { engine throws(LuaError) in Int(sy_fail_allocations(engine, Int64(after), Int64(count))) }) ?? 0
  }
}
