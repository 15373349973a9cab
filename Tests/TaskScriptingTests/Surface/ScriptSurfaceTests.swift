import LuaRuntime
import TaskPolicy
import TaskScripting
import Testing

@Suite("The description of scripts")
struct ScriptSurfaceTests {
  private static let surfaces = [LuaSurface.sandbox, PolicySurface.surface, ScriptSurface.surface]
  private static let vocabulary = LuaVocabulary(surfaces, in: .script)

  @Test("names exactly what a script finds, with its types")
  func globals() throws {
    let held = try script(
      """
      local held = {}
      for name, value in pairs(_G) do
        held[name] = type(value)
        if type(value) == "table" and value ~= _G then
          for key, entry in pairs(value) do held[name .. "." .. key] = type(entry) end
        end
      end
      return held
      """
    )[0]
    let described = Self.vocabulary.kinds()
    for (name, kind) in described { #expect(held[name].text == kind, "\(name) is described as a \(kind)") }
    guard case .table(let entries) = held else { return #expect(Bool(false), "no table") }
    for (name, kind) in entries {
      #expect(described[name.text ?? ""] == kind.text, "\(name) is there, a \(kind), but not so described")
    }
  }

  /// The functions that are registered by their description, as a script calls them.
  private static let functions: [(call: String, name: String, function: LuaSurface.Function)] =
    ScriptSurface.surface.globals.flatMap { global -> [(String, String, LuaSurface.Function)] in
      switch global.value {
      case .function(let function): [(global.name, global.name, function)]
      case .table(let table):
        table.functions.map { ("\(table.shownName).\($0.name)", "\(table.shownName).\($0.name)", $0) }
      case .value: []
      }
    } + (vocabulary.type(named: "TaskHandle")?.methods ?? []).map { ("t.\($0.name)", "task:\($0.name)", $0) }

  /// What each parameter takes: by its type, or by name where more than the type must be right.
  private static func sample(_ parameter: LuaSurface.Parameter) -> String {
    switch (parameter.name, parameter.type.alternatives[0]) {
    case ("tool", _): "'echo'"
    case ("id", _), ("task", _): "'task-1'"
    case ("source", _): "'return {}'"
    case ("mode", _): "'manual'"
    case ("policy", _): "'notify_only'"
    case ("spec", _): "{}"
    case (_, .number), (_, .integer): "0"
    case (_, .string): "'x'"
    default: "{}"
    }
  }

  @Test("says which parameters there are: a wrong value for each is an error that names it")
  func parameters() throws {
    var asked = 0
    for (call, name, function) in Self.functions {
      for (index, parameter) in function.parameters.enumerated() where parameter.type != .any {
        let before = function.parameters.prefix(index).map(Self.sample)
        let receiver = call.hasPrefix("t.") ? ["t"] : []
        // A file that cannot be there would fail first.
        if name == "policy.load", index > 0 { continue }
        let arguments = (receiver + before + ["true"]).joined(separator: ", ")
        let error = try scriptError("local t = tasks.start('sleep', { seconds = 5 })\n\(call)(\(arguments))")
        let names = [
          "\(name): \(parameter.name) must be", "\(name): \(parameter.name): expected", "\(name): expected",
          "\(name): the \(parameter.name) of",
        ]
        #expect(names.contains(where: error.contains), "\(call)(\(arguments)): \(error)")
        asked += 1
      }
    }
    #expect(asked > 25, "\(asked)")
  }

  @Test("says which parameters may be left out, and which may not")
  func optional() throws {
    for (call, name, function) in Self.functions where name != "policy.load" && name != "policy.reload" {
      let receiver = call.hasPrefix("t.") ? ["t"] : []
      let needed = function.parameters.prefix { !$0.isOptional }
      let start = "policy.define('return { permission = function() return \"require_approval\" end }')\n"
      // Each is called on a task that it can act on.
      let awaits = ["task:approve", "task:deny"].contains(name)
      let task = "local t = tasks.start('sleep', { seconds = 5 })\(awaits ? " t:wait()" : "")\n"
      let waits = ["tasks.wait_for_loop_updates"].contains(name)
      if !waits {
        let arguments = (receiver + needed.map(Self.sample)).joined(separator: ", ")
        #expect(throws: Never.self, "\(call)(\(arguments))") {
          try script((awaits ? start : "") + task + "\(call)(\(arguments))")
        }
      }
      guard let last = needed.last, last.type != .any else { continue }
      let arguments = (receiver + needed.dropLast().map(Self.sample)).joined(separator: ", ")
      let error = try scriptError(task + "\(call)(\(arguments))")
      #expect(error.contains("\(name): ") && error.contains(last.name), "\(call)(\(arguments)): \(error)")
    }
  }

  @Test("says which functions wait: those, and no others, let the script's coroutine go")
  func waits() throws {
    for (call, name, function) in Self.functions where name != "policy.load" && name != "policy.reload" {
      let receiver = call.hasPrefix("t.") ? ["t"] : []
      let arguments = (receiver + function.parameters.prefix { !$0.isOptional }.map(Self.sample)).joined(
        separator: ", "
      )
      // Within a comparator nothing can wait, and what would says so.
      let error = try scriptError(
        """
        local t = tasks.start('sleep', { seconds = 5 })
        table.sort({ 1, 2 }, function() \(call)(\(arguments)) return false end)
        error("went through")
        """
      )
      #expect(error.contains("cannot wait") == function.waits, "\(name): \(error)")
    }
  }

  @Test("all classes and choices that it names are described, and no name means two things")
  func closed() {
    var names: Set<String> = []
    for surface in Self.surfaces {
      for name in surface.aliases.map(\.name) + surface.classes.map(\.name) {
        #expect(names.insert(name).inserted, "\(name) is described twice")
      }
      for global in surface.globals {
        if case .table(let table) = global.value { names.insert(table.name) }
      }
    }
    for surface in Self.surfaces {
      for type in surface.types.flatMap(\.parts) {
        if case .named(let name) = type { #expect(names.contains(name), "\(name) is named but not described") }
      }
    }
  }
}
