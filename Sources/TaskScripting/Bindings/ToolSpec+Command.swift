import BuiltinTools
import LuaRuntime
import TaskEngine
import TaskPolicy

extension CommandSettings {
  init(_ fields: LuaFields, of subject: String) throws {
    self.init()
    workingDirectory = try fields.text("cwd")
    if fields["env"] != .nil {
      for (name, value) in try fields["env"].jsonObject(of: "\(subject): env") {
        guard case .string(let text) = value else {
          throw LuaUsageError("\(subject): env: \(name) must be a string, got \(value.jsonText)")
        }
        variables[name] = text
      }
    }
    switch fields["inherit_env"] {
    case .nil, .boolean(true): break
    case .boolean(false): inherited = .nothing
    case let names: inherited = .names(try ToolSpec.texts(names, of: "\(subject): inherit_env"))
    }
    standardInput = try fields.text("stdin")
    deadline = try fields.seconds("deadline")
    if let deadline, deadline <= .zero { throw LuaUsageError("\(subject): deadline must be above 0") }
    output.limit = try fields.size("output_limit")
    output.file = try fields.text("output_file")
    if let limit = try fields.size("output_file_limit") { output.fileLimit = limit }
    output.stripsControlSequences = try fields.flag("strip_ansi") ?? false
  }
}
