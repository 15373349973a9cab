import LuaRuntime
import TaskEngine
import TaskPolicy

/// Reads the arguments of one call by the names that the function's description gives them, with errors that name the
/// function and the parameter.
struct Parameters {
  /// What messages call the function.
  let function: String
  private let description: LuaSurface.Function
  private let arguments: LuaArguments
  /// How many arguments come before the first that is described: a method's receiver is one.
  private let skipped: Int

  init(_ function: String, _ description: LuaSurface.Function, _ arguments: LuaArguments, skipping skipped: Int = 0) {
    self.function = function
    self.description = description
    self.arguments = arguments
    self.skipped = skipped
  }

  subscript(name: String) -> LuaValue {
    guard let index = description.parameters.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("\(function) is not described as having a parameter '\(name)'")
    }
    return arguments[index + skipped]
  }

  func text(_ name: String) throws(LuaUsageError) -> String {
    guard let text = try optionalText(name) else { throw mismatch(name, "a string", .nil) }
    return text
  }

  func optionalText(_ name: String) throws(LuaUsageError) -> String? {
    switch self[name] {
    case .nil: return nil
    case .string(let text): return text.text
    case let other: throw mismatch(name, "a string", other)
    }
  }

  /// A number of seconds that is not negative.
  func seconds(_ name: String) throws(LuaUsageError) -> Duration {
    guard let duration = try optionalSeconds(name) else { throw mismatch(name, "a number of seconds", .nil) }
    return duration
  }

  func optionalSeconds(_ name: String) throws(LuaUsageError) -> Duration? {
    if self[name] == .nil { return nil }
    return try seconds(self[name], name)
  }

  func seconds(_ value: LuaValue, _ name: String) throws(LuaUsageError) -> Duration {
    guard let duration = Duration(luaSeconds: value) else { throw mismatch(name, "a number of seconds", value) }
    if duration < .zero { throw LuaUsageError("\(function): \(name) must not be negative, got \(value.described)") }
    return duration
  }

  /// A table of options.
  func fields(_ name: String, as options: LuaSurface.Class) throws(LuaUsageError) -> LuaFields {
    try LuaFields(self[name], as: options, of: "\(function): \(name)")
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String) throws(LuaUsageError) -> Choice {
    let text = try text(name)
    guard let choice = Choice(rawValue: text) else {
      throw LuaUsageError("\(function): \(name) must be \(Choice.words), got '\(text)'")
    }
    return choice
  }

  /// A call's input: nothing, or anything that JSON can say.
  func input(_ name: String) throws -> JSONText {
    if self[name] == .nil { return .emptyObject }
    do {
      return try JSONText(lua: self[name])
    } catch {
      throw LuaUsageError("\(function): \(name): \(error.message)")
    }
  }

  /// A task's id, written as `"task-7"` or `7`.
  func taskID(_ name: String) throws(LuaUsageError) -> TaskID {
    if case .string(let text) = self[name] { return TaskID(rawValue: text.text) }
    guard let number = self[name].int, number > 0 else {
      throw mismatch(name, "a task id such as \"task-7\" or 7", self[name])
    }
    return TaskID(generated: Int(number))
  }

  func mismatch(_ name: String, _ expected: String, _ got: LuaValue) -> LuaUsageError {
    LuaUsageError("\(function): \(name) must be \(expected), got \(got.described)")
  }
}
