import LuaRuntime
import TaskEngine
import TaskPolicy

/// What `tools.define(name, spec)` describes, apart from a function.
struct ToolSpec {
  enum Behaviour {
    case simulated(SimulatedTool.Script)
    case command([String])
  }

  var traits: ToolTraits
  var behaviour: Behaviour

  private static let simulated = ["takes", "returns", "fails", "is_error", "hangs", "ignores_cancel", "progress"]
  private static let command = ["run"]
  private static let common = ["description", "input", "read_only", "destructive", "idempotent"]

  init(_ value: LuaValue, name: String) throws {
    let subject = "tools.define: the spec of '\(name)'"
    switch value {
    case .table, .array: break
    default: throw LuaUsageError("\(subject) must be a table or a function, got \(value.described)")
    }
    let fields = try LuaFields(value, of: subject, known: Self.simulated + Self.command + Self.common)
    traits = ToolTraits(
      description: try fields.text("description") ?? "",
      isReadOnly: try fields.flag("read_only") ?? false,
      isDestructive: try fields.flag("destructive") ?? false,
      isIdempotent: try fields.flag("idempotent") ?? false
    )
    switch fields["input"] {
    case .nil, .table, .array: break
    case let other: throw fields.mismatch("input", "a table", other)
    }
    guard fields["run"] == .nil else {
      if let mixed = Self.simulated.first(where: { fields[$0] != .nil }) {
        throw LuaUsageError("\(subject): '\(mixed)' describes a simulated tool and 'run' a command; give one of them")
      }
      behaviour = .command(try Self.texts(fields["run"], of: "\(subject): run"))
      return
    }
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
    script.failure = try fields.text("fails")
    script.hangs = try fields.flag("hangs") ?? false
    script.ignoresCancel = try fields.flag("ignores_cancel") ?? false
    if fields["progress"] != .nil { script.progress = try Self.texts(fields["progress"], of: "\(subject): progress") }
    behaviour = .simulated(script)
  }

  /// What a tool returned, as an output: a string as text, anything else as JSON.
  static func output(_ value: LuaValue) throws(LuaError) -> ToolResult.Output {
    switch value {
    case .nil: .text("")
    case .string(let text): .text(text.text)
    default: .json(try JSONText(lua: value))
    }
  }

  private static func texts(_ value: LuaValue, of subject: String) throws(LuaUsageError) -> [String] {
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
