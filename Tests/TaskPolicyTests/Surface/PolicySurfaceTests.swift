import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import Testing

@Suite("The description of policies")
struct PolicySurfaceTests {
  private static let vocabulary = LuaVocabulary([.sandbox, PolicySurface.surface], in: .policy)

  /// Takes what a policy prints, word by word.
  private final class Words: Sendable {
    private let all = Mutex<[String]>([])
    func add(_ print: LuaPrint) { all.withLock { $0 += print.text.split(separator: " ").map(String.init) } }
    func take() -> [String] {
      all.withLock { words in
        defer { words = [] }; return words
      }
    }
  }

  /// `name=type` for what a table holds.
  private static let listing = """
    local function list(of, prefix)
      local words = {}
      for key, value in pairs(of) do words[#words + 1] = prefix .. key .. "=" .. type(value) end
      print(table.concat(words, " "))
    end

    """

  /// What a policy finds, by running `list` once for each table, while it is loaded or while it is asked.
  private func held(whileLoading: Bool) throws -> [String: String] {
    let words = Words()
    let environment = PolicyEnvironment(onPrint: words.add)
    var held: [String: String] = [:]
    var tables = [("_G", "")]
    while let (table, prefix) = tables.popLast() {
      let list = "list(\(table), '\(prefix)')"
      let policy = try LuaPolicy(
        Self.listing + (whileLoading ? "\(list) return {}" : "return { route = function() \(list) end }"),
        environment: environment
      )
      if !whileLoading { _ = try policy.route(call(), tasks: view()) }
      for word in words.take() {
        let parts = word.split(separator: "=").map(String.init)
        held[parts[0]] = parts[1]
        // What is not of the libraries' is the policy's own, and empty.
        if prefix.isEmpty, parts[1] == "table", !["_G", "shared"].contains(parts[0]) {
          tables.append((parts[0], parts[0] + "."))
        }
      }
    }
    return held
  }

  @Test("names exactly what a policy finds while it is loaded, and while it is asked", arguments: [true, false])
  func globals(whileLoading: Bool) throws {
    let held = try held(whileLoading: whileLoading)
    let described = Self.vocabulary.kinds()
    for (name, kind) in described { #expect(held[name] == kind, "\(name) is described as a \(kind)") }
    for (name, kind) in held { #expect(described[name] == kind, "\(name) is there, a \(kind), but not so described") }
    #expect(held.count > 90)
  }

  private static let objects = [
    ("request", PolicySurface.request), ("tool", PolicySurface.tool), ("task", PolicySurface.task),
    ("result", PolicySurface.result), ("tasks", PolicySurface.tasks),
  ]

  @Test("gives each object its fields with their types", arguments: objects.indices)
  func fields(index: Int) throws {
    let (object, description) = Self.objects[index]
    let words = Words()
    let list = "list(\(object == "tool" ? "task.tool" : object), '')"
    let policy = try LuaPolicy(
      Self.listing
        + "return { delivery_mode = function(task, result, tasks) \(object == "request" ? "" : list) end,\n"
        + "route = function(request) \(object == "request" ? list : "") end }",
      environment: PolicyEnvironment(onPrint: words.add)
    )
    let task = task("task-1", call("build", #"{"target":"app"}"#))
    _ = try policy.deliveryMode(task, .text("ok"), tasks: view())
    _ = try policy.route(task.request, tasks: view())
    var held: [String: String] = [:]
    for word in words.take() {
      let parts = word.split(separator: "=").map(String.init)
      held[parts[0]] = parts[1]
    }
    #expect(Set(held.keys) == Set(Self.vocabulary.members(of: description)))
    for field in Self.vocabulary.fields(of: description) {
      let kind = try #require(held[field.name])
      #expect(kind == field.type.luaName ?? Self.openKinds[field.name], "\(object).\(field.name)")
    }
    for function in description.functions { #expect(held[function.name] == "function") }
  }

  /// What fields of open type hold in this test.
  private static let openKinds = [
    "input": "table", "output": "string", "tool": "userdata", "kind": "string", "status": "string",
  ]

  @Test("says how the questions are asked: each names the parameter that is wrong")
  func questions() throws {
    let policy = try LuaPolicy(route: "return { reason = select(2, pcall(tasks[request.tool_name], 7)) }")
    for function in PolicySurface.questions {
      guard let parameter = function.parameters.first else { continue }
      let reason = try policy.told(about: call(function.name)) ?? ""
      let isNamed =
        reason.contains("tasks.\(function.name): \(parameter.name) ") || parameter.type == .named("TaskFilter")
      #expect(isNamed && reason.contains("got 7"), "\(reason)")
    }
  }

  @Test("names what a policy may return, and how many arguments its functions are given")
  func callbacks() throws {
    for field in PolicySurface.policy.fields {
      guard case .callback(let function) = field.type else {
        Issue.record("\(field.name) is no function")
        continue
      }
      let policy = try LuaPolicy(
        "return { \(function.name) = function(...) error(select('#', ...) .. ' given', 0) end }"
      )
      let fault = try faultOf {
        switch function.name {
        case "route": _ = try policy.route(call(), tasks: view())
        case "permission": _ = try policy.evaluate(call(), tasks: view())
        case "delivery_mode": _ = try policy.deliveryMode(task(), .text("ok"), tasks: view())
        default: _ = try policy.continuePolicy(task(), .text("ok"), tasks: view())
        }
      }
      #expect(fault.function == function.name && fault.message == "\(function.parameters.count) given")
    }
  }

  @Test("lists the texts that a policy may return, and no others")
  func choices() throws {
    for choice in PolicySurface.permission.choices {
      let policy = try LuaPolicy("return { permission = function() return '\(choice.text)' end }")
      #expect(throws: Never.self) { try policy.evaluate(call(), tasks: view()) }
    }
    let policy = try LuaPolicy("return { permission = function() return 'maybe' end }")
    let fault = try faultOf { _ = try policy.evaluate(call(), tasks: view()) }
    for choice in PolicySurface.permission.choices { #expect(fault.message.contains("'\(choice.text)'")) }
    #expect(fault.message.count { $0 == "'" } == 2 * (PolicySurface.permission.choices.count + 1))
  }

  @Test("every option of a route is taken with a value of its type, and none of another type")
  func decision() throws {
    for field in PolicySurface.decision.fields {
      let (good, bad) =
        switch field.type {
        case .named: ("'background'", "7")
        case .number, .integer: ("7", "'x'")
        case .string: ("'x'", "7")
        default: ("{ x = 7 }", "7")
        }
      #expect(throws: Never.self, "\(field.name)") {
        try LuaPolicy(route: "return { \(field.name) = \(good) }").route(call(), tasks: view())
      }
      let fault = try faultOf {
        _ = try LuaPolicy(route: "return { \(field.name) = \(bad) }").route(call(), tasks: view())
      }
      #expect(fault.message.contains(field.name), "\(fault)")
    }
  }
}
