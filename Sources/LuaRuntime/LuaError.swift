/// Why Lua code did not do what was asked.
package struct LuaError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it was.
  package enum Code: Sendable, Hashable {
    /// The text is not Lua.
    case syntax
    /// An error was raised, by the script or by a callback.
    case runtime
    case instructionBudget, timeBudget, memory
    /// ``LuaState/interrupt()`` was called.
    case interrupted
    /// The coroutine was cancelled.
    case cancelled
    /// A value passed a limit on size, depth or shape on its way to Swift.
    case valueTooLarge
    /// The host asked for what cannot be, such as calling another state's function.
    case misuse
  }

  /// What kind of failure it was.
  package var code: Code
  /// The message, without its position.
  package var message: String
  /// The chunk in which it was raised.
  package var source: String?
  /// The line, from 1.
  package var line: Int?
  /// The Lua frames, innermost first, one a line.
  package var traceback: String?
  /// The error that a Swift callback threw, itself.
  package var underlying: (any Error)?

  /// Makes an error.
  package init(
    _ code: Code,
    _ message: String,
    source: String? = nil,
    line: Int? = nil,
    traceback: String? = nil,
    underlying: (any Error)? = nil
  ) {
    self.code = code
    self.message = message
    self.source = source
    self.line = line
    self.traceback = traceback
    self.underlying = underlying
  }

  /// `file:line: message`, as far as known.
  package var description: String {
    guard let source else { return message }
    guard let line else { return "\(source): \(message)" }
    return "\(source):\(line): \(message)"
  }
}
