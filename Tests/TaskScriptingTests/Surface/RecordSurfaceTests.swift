import LuaRuntime
import TaskPolicy
import TaskScripting
import Testing

@Suite("The description of the tables that scripts are given")
struct RecordSurfaceTests {
  private static let vocabulary = LuaVocabulary(
    [.sandbox, PolicySurface.surface, ScriptSurface.surface],
    in: .script
  )

  private static let policy = """
    return {
      route = function(request)
        if request.tool_name == "slow" then
          return {
            detach_after = 1, deadline = 60, queue_deadline = 30, concurrency = { slow = 1 }, priority = 2, label = "l",
            reason = "r",
          }
        end
        if request.tool_name == "bad" then error("no") end
      end,
      permission = function(request)
        if request.tool_name == "asks" then return "require_approval", "why" end
        return "allow"
      end,
      continue_policy = function() return "request_continue" end,
    }
    """

  /// For each class a script whose result is a list of tables of that class, together with every field.
  private static let scripts: [(String, String)] = [
    (
      "Resolution",
      "tasks.start('echo', { a = 1 }) tasks.start('asks') return { tasks.wait_for_turn(), tasks.wait_for_turn() }"
    ),
    ("DetachedTask", "tasks.start('slow') return { tasks.wait_for_turn() }"),
    (
      "Event",
      """
      tasks.start('slow') tasks.start('asks') tasks.start('bad') tasks.start('slow')
      tasks.wait_for_idle()
      pcall(policy.define, 'return 1')
      policy.define('return { route = print }')
      return tasks.events()
      """
    ),
    ("TaskResult", "return { tasks.start('echo'):wait().result, tasks.start('fail'):wait().result }"),
    (
      "CallResult",
      "tools.define('calls', function(_, c) kept = c.call('echo') end) tasks.start('calls'):wait() return { kept }"
    ),
    (
      "Decision",
      """
      local list = {}
      for _, tool in ipairs { 'slow', 'bad', 'asks' } do
        local t = tasks.start(tool)
        advance(100)
        for _, decision in ipairs(t:explain()) do list[#list + 1] = decision end
      end
      return list
      """
    ),
    ("TriedRoute", "return { policy.try('slow'), policy.try('asks'), policy.try('echo') }"),
    ("Fault", "tasks.start('bad') return policy.take_faults()"),
    ("Statistics", "tasks.start('echo'):wait() return { tasks.statistics('echo') }"),
    ("ToolEntry", "return tools.list()"),
    (
      "ToolContext",
      "tools.define('c', function(_, context) kept = context end) tasks.start('c'):wait() local k = {} "
        + "for n, f in pairs(kept) do k[n] = type(f) end return { k }"
    ),
  ]

  @Test("names every field that one has, with its type, and every field that is described occurs", arguments: scripts)
  func fields(name: String, source: String) throws {
    let type = try #require(Self.vocabulary.type(named: name))
    let setup = """
      tools.define('slow', { takes = 20, progress = { 'half' } })
      tools.define('asks', { takes = 1 })
      tools.define('bad', function(_, context) context.output('x') error('gone') end)

      """
    let tables = try #require(try script(setup + source, policy: Self.policy)[0].elements)
    #expect(!tables.isEmpty)
    var seen: Set<String> = []
    let fields =
      Self.vocabulary.fields(of: type) + Self.vocabulary.functions(of: type).map { .init($0.name, .string, "") }
    for table in tables {
      guard case .table(let entries) = table else {
        Issue.record("\(name): \(table)")
        continue
      }
      for (key, value) in entries {
        let field = try #require(
          fields.first { $0.name == key.text },
          "\(name) has a field \(key) that is not described"
        )
        seen.insert(field.name)
        #expect(field.type.luaName ?? value.typeName == value.typeName, "\(name).\(field.name) is \(value)")
        if case .named(let alias) = field.type, let alias = Self.vocabulary.alias(named: alias) {
          #expect(alias.choices.contains { $0.text == value.text }, "\(name).\(field.name) is \(value)")
        }
      }
      for field in fields where !field.isOptional {
        #expect(entries[.string(field.name)] != nil, "\(name) lacks \(field.name): \(entries)")
      }
    }
    let never = Set(fields.map(\.name)).subtracting(seen).subtracting(Self.rare[name] ?? [])
    #expect(never.isEmpty, "\(name): described but never seen: \(never.sorted())")
  }

  /// What does not occur in a short script.
  private static let rare: [String: Set<String>] = ["Event": ["count"], "Fault": ["duration"]]

  @Test("every event type that occurs is described")
  func eventTypes() throws {
    let alias = try #require(Self.vocabulary.alias(named: "EventType"))
    #expect(alias.choices.count == 13)
    let source = """
      tools.define('slow', { takes = 20, progress = { 'half' } })
      tasks.start('slow') tasks.start('slow') tasks.start('echo'):wait() tasks.start('fail') tasks.start('asks')
      local t = tasks.start('sleep', { seconds = 100 })
      t:cancel()
      advance(100)
      local types = {}
      for _, event in ipairs(tasks.events()) do types[event.type] = true end
      return types
      """
    guard case .table(let types) = try script(source, policy: Self.policy)[0] else { return }
    #expect(types.count >= 9)
    for type in types.keys { #expect(alias.choices.contains { $0.text == type.text }, "\(type)") }
  }
}
