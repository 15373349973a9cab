internal import CLuaShims

extension LuaBudget {
  var limits: sy_limits {
    sy_limits(instructions: instructions.map(Int64.init) ?? -1, nanoseconds: time?.nanoseconds ?? -1)
  }
}

extension LuaState {
  /// Compiles Lua text (never bytecode). `name` is what messages call it: `name:3: …`.
  ///
  /// - Parameter budget: each byte counts as an instruction.
  package func load(
    _ source: [UInt8],
    name: String,
    budget: LuaBudget = .unlimited
  ) throws(LuaError) -> LuaFunction {
    try enter { _ throws(LuaError) in
      chunkNames.insert(name)
      let loaded = try perform(name) { engine in
        source.withUnsafeBytes { sy_load(engine, $0.baseAddress, $0.count, name, budget.limits) }
      }
      guard case .function(let function)? = loaded.first else {
        throw LuaError(.misuse, "loading gave no function")
      }
      return function
    }
  }

  /// Compiles Lua text.
  package func load(
    _ source: String,
    name: String,
    budget: LuaBudget = .unlimited
  ) throws(LuaError) -> LuaFunction {
    try load(Array(source.utf8), name: name, budget: budget)
  }

  /// Whether the text would be Lua if more lines followed.
  package func isIncomplete(_ source: String) -> Bool {
    (try? enter { engine throws(LuaError) in
      var incomplete: Int32 = 0
      var text = source
      _ = text.withUTF8 { utf8 in
        utf8.withMemoryRebound(to: CChar.self) { characters in
          characters.baseAddress.map { sy_incomplete(engine, $0, characters.count, &incomplete) }
        }
      }
      return incomplete != 0
    }) ?? false
  }

  /// Calls a function and returns its results. Callbacks that wait are refused; see ``makeCoroutine(_:)``.
  ///
  /// - Parameter scopedObjects: objects among the arguments, and those reached from them, die when the call ends.
  package func call(
    _ function: LuaFunction,
    _ arguments: [LuaValue] = [],
    budget: LuaBudget = .unlimited,
    scopedObjects: Bool = false
  ) throws(LuaError) -> [LuaValue] {
    try perform(function.source) { engine throws(LuaError) in
      try check(function)
      var writer = TapeWriter(for: self)
      try writer.append(arguments)
      return writer.bytes.withUnsafeBytes {
        sy_call(engine, function.id, $0.baseAddress, $0.count, budget.limits, scopedObjects ? 1 : 0)
      }
    }
  }

  /// Sets a global variable, read-only or not.
  package func setGlobal(_ name: String, _ value: LuaValue) throws(LuaError) {
    _ = try perform(name) { engine throws(LuaError) in
      var writer = TapeWriter(for: self)
      try writer.append(value)
      return writer.bytes.withUnsafeBytes { sy_set_global(engine, name, $0.baseAddress, $0.count) }
    }
  }

  /// Reads a global variable.
  package func getGlobal(_ name: String) throws(LuaError) -> LuaValue {
    try perform(name) { sy_get_global($0, name) }.first ?? .nil
  }

  /// Makes the globals read-only for Lua.
  ///
  /// - Parameter advice: what the error of an assignment says after the global's name.
  package func freezeGlobals(advice: String) throws(LuaError) {
    _ = try perform("_G") { sy_freeze_globals($0, advice) }
  }

  /// Adds Swift functions to a module (a global table, made if need be), or to the globals.
  ///
  /// - Parameter frozen: the module becomes read-only for Lua; more can be registered all the same.
  package func register(
    module: String?,
    _ functions: LuaCallbackTable,
    frozen: Bool = true
  ) throws(LuaError) {
    try enter { _ throws(LuaError) in
      let first = add(functions)
      _ = try perform(module ?? "_G") { engine in
        for (place, name) in functions.names.enumerated() {
          let status = sy_register(engine, module, name, first + Int64(place))
          if UInt32(status) != SY_OK.rawValue { return status }
        }
        guard let module, frozen else { return Int32(SY_OK.rawValue) }
        return sy_freeze_module(engine, module)
      }
    }
  }

  /// Makes a type of objects known, so that its objects can be passed.
  package func define(_ type: LuaObjectType) throws(LuaError) {
    try enter { _ throws(LuaError) in
      guard typeNumber(type.id) == nil else { return }
      let number = add(type)
      let first = add(type.methods)
      _ = try perform(type.name) { engine throws(LuaError) in
        var writer = TapeWriter(for: self)
        try writer.append(.string(type.name))
        try writer.append(.array(type.fields.map { .string($0) }))
        try writer.append(
          .array(try type.fields.map { field throws(LuaError) in .integer(try place(of: field, in: type)) })
        )
        try writer.append(.array(type.methods.names.map { .string($0) }))
        try writer.append(.array(type.methods.names.indices.map { .integer(first + Int64($0)) }))
        return writer.bytes.withUnsafeBytes { sy_define(engine, number, $0.baseAddress, $0.count) }
      }
    }
  }

  /// Where a field is read, as `sy_define` takes it.
  private func place(of field: String, in type: LuaObjectType) throws(LuaError) -> Int64 {
    if let index = type.told[field] { return Int64(index) + 1 }
    guard let part = type.parts[field] else { return 0 }
    guard let number = typeNumber(part) else {
      throw LuaError(.misuse, "a part of \(type.name) has a type that this state does not define: \(part.name)")
    }
    return -number - 1
  }

  /// Makes a coroutine that may wait.
  package func makeCoroutine(_ function: LuaFunction) -> LuaCoroutine { LuaCoroutine(state: self, function: function) }

  func check(_ function: LuaFunction) throws(LuaError) {
    guard function.owner === releases else {
      throw LuaError(.misuse, "a function of another Lua state (\(function.source):\(function.line))")
    }
  }

  /// The results of an entry, or its failure.
  func finish(_ engine: OpaquePointer, _ status: Int32) throws(LuaError) -> [LuaValue] {
    guard UInt32(status) == SY_OK.rawValue else { throw failure(engine, status) }
    var length = 0
    let tape = sy_result(engine, &length)
    return read(tape, length)
  }
}
