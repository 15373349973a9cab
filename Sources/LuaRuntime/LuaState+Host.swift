internal import CLuaShims

/// The C side's way into Swift. Nothing here touches Lua, and each returns before Lua goes on.
func hostFunctions(context: UnsafeMutableRawPointer) -> sy_host {
  sy_host(
    context: context,
    invoke: { context, id, tape, length, source, line in
      guard let state = LuaState.from(context) else { return Int32(SY_MISUSE.rawValue) }
      if state.releases.isLong { state.releaseAll() }
      let arguments = LuaArguments(
        state.read(tape, length),
        callerSource: String(cString: source),
        callerLine: Int(line)
      )
      return state.answer { () throws -> LuaOutcome in try state.callBack(id, arguments) }
    },
    field: { context, type, handle, index in
      guard let state = LuaState.from(context) else { return Int32(SY_MISUSE.rawValue) }
      return state.answer { () throws -> LuaOutcome in
        .values([try state.types[Int(type)].get(handle, Int(index))])
      }
    },
    describe: { context, type, handle in
      guard let state = LuaState.from(context) else { return }
      state.reply(Array(state.types[Int(type)].describe(handle).utf8))
    },
    load_module: { context, name, length in
      guard let state = LuaState.from(context) else { return Int32(SY_MISUSE.rawValue) }
      let name = String(decoding: UnsafeRawBufferPointer(start: name, count: length), as: UTF8.self)
      do {
        let module = try state.configuration.loadModule(name)
        state.chunkNames.insert(module.path)
        guard let engine = state.runningEngine else { return Int32(SY_MISUSE.rawValue) }
        _ = Array(module.path.utf8).withUnsafeBytes { sy_reply_name(engine, $0.baseAddress, $0.count) }
        state.reply(module.bytes)
        return Int32(SY_OK.rawValue)
      } catch {
        return state.report(error)
      }
    },
    print: { context, text, length, source, line in
      guard let state = LuaState.from(context) else { return }
      let text = String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
      state.configuration.onPrint(LuaPrint(text: text, source: String(cString: source), line: Int(line)))
    },
    now: { context in LuaState.from(context)?.configuration.now().nanoseconds ?? 0 },
    processor_time: { context in
      guard let configuration = LuaState.from(context)?.configuration else { return 0 }
      return (configuration.processorTime ?? configuration.now)().nanoseconds
    }
  )
}

extension Duration {
  /// Whole nanoseconds, as far as 64 bits reach.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? (seconds < 0 ? .min : .max) : scaled + attoseconds / 1_000_000_000
  }
}

extension LuaState {
  static func from(_ context: UnsafeMutableRawPointer?) -> LuaState? {
    context.map { Unmanaged<LuaState>.fromOpaque($0).takeUnretainedValue() }
  }

  func read(_ tape: UnsafePointer<UInt8>?, _ length: Int) -> [LuaValue] {
    var reader = reader(tape, length)
    return reader.values()
  }

  func reader(_ tape: UnsafePointer<UInt8>?, _ length: Int) -> TapeReader {
    TapeReader(UnsafeRawBufferPointer(start: tape, count: tape == nil ? 0 : length), for: self)
  }

  /// Runs a callback and leaves its values, its error or its wait for the C side.
  func answer(_ body: () throws -> LuaOutcome) -> Int32 {
    do {
      switch try body() {
      case .values(let values):
        var writer = TapeWriter(for: self)
        try writer.append(values)
        reply(writer.bytes)
        return Int32(SY_OK.rawValue)
      case .wait(let wait):
        pendingWait = wait
        return Int32(SY_WAITING.rawValue)
      }
    } catch {
      return report(error)
    }
  }

  func reply(_ bytes: [UInt8]) {
    guard let engine = runningEngine else { return }
    _ = bytes.withUnsafeBytes { sy_reply(engine, $0.baseAddress, $0.count) }
  }

  /// Leaves an error for the C side to raise, and keeps it for the caller in Swift.
  func report(_ error: any Error) -> Int32 {
    if error is CancellationError { return Int32(SY_CANCELLED.rawValue) }
    reply(Array(remember(error).utf8))
    return Int32(SY_RUNTIME.rawValue)
  }

  /// The text that Lua sees; the error is found by it if nothing catches it.
  func remember(_ error: any Error) -> String {
    let text = String(describing: error)
    if thrown.count >= 16 { thrown.removeFirst() }
    thrown.append((text, error))
    return text
  }
}
