import LuaRuntime
import TaskEngine
import TaskScripting

/// What completion can ask for: the names there are now.
struct ConsoleNames: Sendable {
  /// A field of a tool's input.
  struct Field: Sendable, Equatable {
    var name: String
    /// Whether `name=text` gives it; else it is written `name:=json`.
    var isText: Bool
    /// What it may be, where that is a list.
    var choices: [String] = []
  }

  var tools: @Sendable () -> [String] = { [] }
  var fields: @Sendable (_ tool: String) -> [Field] = { _ in [] }
  var tasks: @Sendable () -> [TaskSnapshot] = { [] }
  var labels: @Sendable () -> [String] = { [] }
  /// The current session and turn, which may have no task yet.
  var place: @Sendable () -> (session: SessionID, turn: TurnID) = { ("main", "t1") }
  /// What Lua has after a path of globals, and whether after a colon.
  var lua: @Sendable (_ path: [String], _ isMethod: Bool) -> [String] = { _, _ in [] }

  init() {}

  /// The names in the world that `host` acts on.
  init(of host: ScriptHost) {
    tools = { [weak host] in host?.world.tools.names ?? [] }
    fields = { [weak host] tool in
      guard let schema = host?.world.tools.tool(named: tool)?.inputSchema else { return [] }
      return Self.fields(of: schema.json)
    }
    tasks = { [weak host] in
      guard let control = host?.world.control else { return [] }
      return Scheduler.TaskGroup.allCases.flatMap(control.list)
    }
    labels = { [weak host] in host?.world.control.statistics().labels.keys.sorted() ?? [] }
    place = { [weak host] in host.map { ($0.world.session.id, $0.world.turn) } ?? ("main", "t1") }
    lua = { [weak host] path, isMethod in host?.names(after: path, isMethod: isMethod) ?? [] }
  }

  private static func fields(of schema: JSONValue) -> [Field] {
    guard case .object(let schema) = schema, case .object(let properties)? = schema["properties"] else { return [] }
    return properties.sorted { $0.key < $1.key }.map { name, rule in
      guard case .object(let rule) = rule else { return Field(name: name, isText: true) }
      if case .array(let values)? = rule["enum"] {
        let texts = values.compactMap { value in if case .string(let text) = value { text } else { nil } }
        if texts.count == values.count { return Field(name: name, isText: true, choices: texts) }
        return Field(name: name, isText: false, choices: values.map(\.jsonText))
      }
      if rule["type"] == .string("boolean") { return Field(name: name, isText: false, choices: ["false", "true"]) }
      return Field(name: name, isText: rule["type"] == nil || rule["type"] == .string("string"))
    }
  }
}
