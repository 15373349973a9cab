internal import CLuaShims

/// One global table of plain data that can move from state to state. Whatever else is assigned in it, however deep, is
/// refused where it is assigned.
extension LuaState {
  /// What moves: a table as the states write it.
  package struct SharedContent: Sendable {
    fileprivate var tape: [UInt8] = []

    /// An empty table.
    package init() {}

    /// Whether there is nothing in it.
    package var isEmpty: Bool { tape.isEmpty }
  }

  /// Makes the table. Until it is opened, each use of it raises.
  ///
  /// - Parameter limit: how much it may hold: 32 bytes for each entry, 64 for each table in it, and the bytes of its
  ///   strings.
  package func makeShared(_ name: String, limit: Int) throws(LuaError) {
    try enter { engine throws(LuaError) in
      _ = try finish(engine, sy_shared_make(engine, name, Int64(limit)))
    }
  }

  /// Lets Lua use the table. Throws if the global was assigned meanwhile.
  package func openShared() throws(LuaError) {
    try enter { engine throws(LuaError) in _ = try finish(engine, sy_shared_open(engine)) }
  }

  /// How much the table holds.
  package var sharedSize: Int {
    (try? enter { engine throws(LuaError) in Int(sy_shared_size(engine)) }) ?? 0
  }

  /// Takes everything out of the table. What Lua code keeps of it is no part of it from now on.
  package func takeShared() throws(LuaError) -> SharedContent {
    try enter { engine throws(LuaError) in
      var content = SharedContent()
      guard sy_shared_size(engine) > 0 else { return content }
      let status = sy_shared_take(engine)
      guard UInt32(status) == SY_OK.rawValue else { throw failure(engine, status) }
      var length = 0
      if let tape = sy_result(engine, &length) { content.tape = Array(UnsafeBufferPointer(start: tape, count: length)) }
      return content
    }
  }

  /// Puts what was taken out of another state into the table, which is empty. If it does not fit in the state's memory,
  /// the table stays empty.
  package func putShared(_ content: SharedContent) throws(LuaError) {
    guard !content.isEmpty else { return }
    try enter { engine throws(LuaError) in
      let status = content.tape.withUnsafeBytes { sy_shared_put(engine, $0.baseAddress, $0.count) }
      guard UInt32(status) == SY_OK.rawValue else { throw failure(engine, status) }
    }
  }

  /// Lets ``rollBackShared()`` go back to now, however many calls come between.
  package func holdShared() throws(LuaError) {
    try enter { engine throws(LuaError) in _ = try finish(engine, sy_shared_hold(engine)) }
  }

  /// Undoes what the last call, or all since ``holdShared()``, changed in the table.
  package func rollBackShared() {
    // It can fail only if the system has no memory to give; then some changes stay.
    _ = try? enter { engine throws(LuaError) in sy_shared_roll_back(engine) }
  }
}
