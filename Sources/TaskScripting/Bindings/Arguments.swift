import LuaRuntime
import TaskEngine
import TaskPolicy

/// Reads the arguments of one binding, with errors that name the function and the parameter.
struct Parameters {
  let function: String
  let arguments: LuaArguments

  init(_ function: String, _ arguments: LuaArguments) {
    self.function = function
    self.arguments = arguments
  }

  subscript(index: Int) -> LuaValue { arguments[index] }

  func text(_ index: Int, _ name: String) throws(LuaUsageError) -> String {
    guard let text = try optionalText(index, name) else { throw mismatch(name, "a string", .nil) }
    return text
  }

  func optionalText(_ index: Int, _ name: String) throws(LuaUsageError) -> String? {
    switch arguments[index] {
    case .nil: return nil
    case .string(let text): return text.text
    case let other: throw mismatch(name, "a string", other)
    }
  }

  /// A number of seconds that is not negative.
  func seconds(_ index: Int, _ name: String) throws(LuaUsageError) -> Duration {
    guard let duration = try optionalSeconds(index, name) else { throw mismatch(name, "a number of seconds", .nil) }
    return duration
  }

  func optionalSeconds(_ index: Int, _ name: String) throws(LuaUsageError) -> Duration? {
    if arguments[index] == .nil { return nil }
    return try seconds(arguments[index], name)
  }

  func seconds(_ value: LuaValue, _ name: String) throws(LuaUsageError) -> Duration {
    guard let duration = Duration(luaSeconds: value) else { throw mismatch(name, "a number of seconds", value) }
    if duration < .zero { throw LuaUsageError("\(function): \(name) must not be negative, got \(value.described)") }
    return duration
  }

  func fields(_ index: Int, _ name: String, known: [String]) throws(LuaUsageError) -> LuaFields {
    try LuaFields(arguments[index], of: "\(function): \(name)", known: known)
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ index: Int,
    _ name: String
  ) throws(LuaUsageError) -> Choice {
    let text = try text(index, name)
    guard let choice = Choice(rawValue: text) else {
      throw LuaUsageError("\(function): \(name) must be \(Choice.words), got '\(text)'")
    }
    return choice
  }

  /// A call's input: nothing, or anything that JSON can say.
  func input(_ index: Int) throws -> JSONText {
    if arguments[index] == .nil { return .emptyObject }
    do {
      return try JSONText(lua: arguments[index])
    } catch {
      throw LuaUsageError("\(function): input: \(error.message)")
    }
  }

  /// A task's id, written as `"task-7"` or `7`.
  func taskID(_ index: Int, _ name: String = "id") throws(LuaUsageError) -> TaskID {
    if case .string(let text) = arguments[index] { return TaskID(rawValue: text.text) }
    guard let number = arguments[index].int, number > 0 else {
      throw mismatch(name, "a task id such as \"task-7\" or 7", arguments[index])
    }
    return TaskID(generated: Int(number))
  }

  func mismatch(_ name: String, _ expected: String, _ got: LuaValue) -> LuaUsageError {
    LuaUsageError("\(function): \(name) must be \(expected), got \(got.described)")
  }
}
