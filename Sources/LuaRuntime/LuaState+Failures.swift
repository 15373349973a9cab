internal import CLuaShims

extension LuaState {
  /// The last failure as an error, with the position taken out of its message.
  func failure(_ engine: OpaquePointer, _ status: Int32) -> LuaError {
    let failure = sy_last_failure(engine)
    let text = LuaState.text(failure.message, failure.message_length)
    let traceback = LuaState.text(failure.traceback, failure.traceback_length)
    var error = LuaError(LuaState.code(status), text, traceback: traceback.isEmpty ? nil : traceback)
    let source = String(cString: failure.source)
    if failure.line > 0 {
      error.source = source
      error.line = Int(failure.line)
    }
    if let position = splitPosition(text, nearest: source) {
      error.source = position.source
      error.line = position.line
      error.message = position.message
    }
    if error.code == .runtime, let thrown = thrown.last(where: { $0.text == error.message }) {
      error.underlying = thrown.error
    }
    return error
  }

  private static func text(_ bytes: UnsafePointer<CChar>, _ count: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  private static func code(_ status: Int32) -> LuaError.Code {
    switch sy_status(rawValue: UInt32(status)) {
    case SY_SYNTAX: .syntax
    case SY_MEMORY: .memory
    case SY_INSTRUCTIONS: .instructionBudget
    case SY_TIME: .timeBudget
    case SY_INTERRUPTED: .interrupted
    case SY_CANCELLED: .cancelled
    case SY_TOO_LARGE: .valueTooLarge
    case SY_MISUSE: .misuse
    default: .runtime
    }
  }

  /// Takes `name:line: ` off a message when `name` is a chunk that was loaded. Lua shortens long names to their end.
  private func splitPosition(_ text: String, nearest: String) -> (source: String, line: Int, message: String)? {
    for name in chunkNames.union(nearest.isEmpty ? [] : [nearest]) {
      let shown = LuaState.shortName(name)
      for prefix in [name, shown] where text.hasPrefix(prefix + ":") {
        let rest = text.dropFirst(prefix.count + 1)
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let line = Int(digits), rest.dropFirst(digits.count).hasPrefix(": ") else { continue }
        return (name, line, String(rest.dropFirst(digits.count + 2)))
      }
    }
    return nil
  }

  /// What Lua shows for a chunk's name in its own messages (at most 59 bytes).
  private static func shortName(_ name: String) -> String {
    let bytes = Array(name.utf8)
    return bytes.count <= 59 ? name : "..." + String(decoding: bytes.suffix(56), as: UTF8.self)
  }
}
