import BuiltinTools
import LuaRuntime
import TaskEngine
import TaskPolicy

/// What `tools.define(name, spec)` describes.
struct ToolSpec {
  enum Behaviour {
    case function(LuaFunction)
    /// What it does, and before that what its first calls do.
    case simulated([SimulatedTool.Script])
    case command([String], CommandSettings)
  }

  var traits = ToolTraits()
  var inputSchema: InputSchema?
  var behaviour: Behaviour

  init(_ value: LuaValue, name: String) throws {
    let subject = "tools.define: the spec of '\(name)'"
    switch value {
    case .function(let function):
      behaviour = .function(function)
      return
    case .table, .array: break
    default: throw LuaUsageError("\(subject) must be a table or a function, got \(value.described)")
    }
    let fields = try LuaFields(value, as: ScriptSurface.toolSpec, of: subject)
    traits = ToolTraits(
      description: try fields.text("description") ?? "",
      isReadOnly: try fields.flag("read_only") ?? false,
      isDestructive: try fields.flag("destructive") ?? false,
      isIdempotent: try fields.flag("idempotent") ?? false
    )
    inputSchema = try Self.schema(fields, of: subject)
    switch fields["run"] {
    case .nil:
      try Self.refuse(ScriptSurface.commandSpec, in: fields, of: subject, "a command, but there is no 'run'")
      behaviour = .simulated([try Self.script(fields, of: subject)] + (try Self.calls(fields, of: subject)))
    case .function(let function):
      try Self.refuse(
        ScriptSurface.simulatedSpec,
        in: fields,
        of: subject,
        "a simulated tool and 'run' a real one; give one of them"
      )
      try Self.refuse(ScriptSurface.commandSpec, in: fields, of: subject, "a command, but 'run' is a function")
      behaviour = .function(function)
    case let run:
      try Self.refuse(
        ScriptSurface.simulatedSpec,
        in: fields,
        of: subject,
        "a simulated tool and 'run' a command; give one of them"
      )
      let arguments = try Self.texts(run, of: "\(subject): run")
      let settings = try CommandSettings(fields, of: subject)
      let names = CommandTool.placeholders(arguments: arguments, settings: settings)
      if let schema = inputSchema, let unknown = names.sorted().first(where: { !schema.allows($0) }) {
        throw LuaUsageError("\(subject): run: '{\(unknown)}' stands for an input that the schema does not have")
      }
      if inputSchema == nil, !names.isEmpty { inputSchema = InputSchema(placeholders: names) }
      behaviour = .command(arguments, settings)
    }
  }

  private static func refuse(
    _ unfit: [LuaSurface.Field],
    in fields: LuaFields,
    of subject: String,
    _ why: String
  ) throws(LuaUsageError) {
    guard let name = unfit.first(where: { fields[$0.name] != .nil })?.name else { return }
    throw LuaUsageError("\(subject): '\(name)' describes \(why)")
  }

  private static func schema(_ fields: LuaFields, of subject: String) throws -> InputSchema? {
    switch fields["input"] {
    case .nil: return nil
    case .table, .array:
      let document = try fields["input"].jsonObject(of: "\(subject): input")
      do {
        return try InputSchema(.object(document))
      } catch {
        throw LuaUsageError("\(subject): \(error)")
      }
    case let other: throw fields.mismatch("input", "a table", other)
    }
  }

  private static func calls(_ fields: LuaFields, of subject: String) throws -> [SimulatedTool.Script] {
    guard fields["calls"] != .nil else { return [] }
    guard case .array(let calls) = fields["calls"] else { throw fields.mismatch("calls", "a list", fields["calls"]) }
    let known = ScriptSurface.simulatedSpec.map(\.name).filter { $0 != "calls" }
    return try calls.enumerated().map { index, call in
      let subject = "\(subject): calls[\(index + 1)]"
      return try script(try LuaFields(call, of: subject, known: known), of: subject)
    }
  }

  private static func script(_ fields: LuaFields, of subject: String) throws -> SimulatedTool.Script {
    var script = SimulatedTool.Script()
    script.takes = try fields.seconds("takes") ?? .zero
    if script.takes < .zero { throw LuaUsageError("\(subject): takes must not be negative") }
    let output: ToolResult.Output
    do {
      output = try Self.output(fields["returns"])
    } catch {
      throw LuaUsageError("\(subject): returns: \(error.message)")
    }
    script.result = ToolResult(output, isError: try fields.flag("is_error") ?? false)
    if fields["metadata"] != .nil {
      script.result.metadata = try fields["metadata"].jsonObject(of: "\(subject): metadata")
    }
    script.failure = try fields.text("fails")
    script.hangs = try fields.flag("hangs") ?? false
    script.ignoresCancel = try fields.flag("ignores_cancel") ?? false
    if fields["progress"] != .nil { script.progress = try texts(fields["progress"], of: "\(subject): progress") }
    return script
  }

  /// What a tool returned, as an output: a string as text, anything else as JSON.
  static func output(_ value: LuaValue) throws(LuaError) -> ToolResult.Output {
    switch value {
    case .nil: .text("")
    case .string(let text): .text(text.text)
    default: .json(try JSONText(lua: value))
    }
  }

  static func texts(_ value: LuaValue, of subject: String) throws(LuaUsageError) -> [String] {
    guard case .array(let values) = value, !values.isEmpty else {
      throw LuaUsageError("\(subject) must be a list of strings, got \(value.described)")
    }
    var texts: [String] = []
    for value in values {
      guard case .string(let text) = value else {
        throw LuaUsageError("\(subject) must be a list of strings, got \(value.described) in it")
      }
      texts.append(text.text)
    }
    return texts
  }
}
