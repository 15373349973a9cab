import LuaRuntime
import Testing

@Suite("The description of the sandbox")
struct SandboxSurfaceTests {
  @Test("names exactly what a bare state holds, with its types")
  func names() throws {
    let held = try LuaState().run(
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
    let described = LuaVocabulary([.sandbox], in: .policy).kinds()
    for (name, kind) in described { #expect(held[name].text == kind, "\(name) is described as a \(kind)") }
    guard case .table(let entries) = held else { return #expect(Bool(false), "no table") }
    for (name, kind) in entries {
      #expect(described[name.text ?? ""] == kind.text, "\(name) is there, a \(kind), but not so described")
    }
    #expect(entries.count > 90)
  }

  private static let functions: [(String, LuaSurface.Function)] = LuaSurface.sandbox.globals.flatMap {
    global -> [(String, LuaSurface.Function)] in
    switch global.value {
    case .function(let function): [(global.name, function)]
    case .table(let table): table.functions.map { ("\(global.name).\($0.name)", $0) }
    case .value: []
    }
  }

  /// A value that a parameter of a type takes.
  private static func sample(_ type: LuaType) -> String? {
    switch type.alternatives[0] {
    case .string: "'a'"
    case .number, .integer: "1"
    case .boolean: "true"
    case .table, .list, .map: "{1}"
    case .function: "print"
    case .thread: "coroutine.create(print)"
    case .any: "1"
    case .cats(let text): text == "T" || text.hasPrefix("table<") || text.hasSuffix("[]") ? "{1}" : nil
    default: nil
    }
  }

  @Test("says which arguments each function needs: without one that it needs, Lua names its number")
  func needed() throws {
    // What takes whatever comes there, and so raises nothing; or raises what it is given.
    let tolerant: Set = [
      "error", "print", "warn", "select", "load", "table.insert", "rawequal", "rawset", "next", "pcall", "setmetatable",
    ]
    var asked = 0
    for (name, function) in Self.functions where !tolerant.contains(name) {
      let needed = function.parameters.prefix { !$0.isOptional }
      let samples = needed.map { Self.sample($0.type) }
      guard !needed.isEmpty, samples.allSatisfy({ $0 != nil }) else { continue }
      let given = samples.dropLast().compactMap { $0 }.joined(separator: ", ")
      let values = try LuaState().run("return pcall(\(name)\(given.isEmpty ? "" : ", " + given))")
      #expect(values[0] == false, "\(name)(\(given)) went: \(values)")
      let message = values.count > 1 ? values[1].text ?? "" : ""
      #expect(message.contains("#\(needed.count)") || message.contains("\(name)"), "\(name): \(message)")
      asked += 1
    }
    #expect(asked > 50, "\(asked)")
  }

  @Test("says which arguments may be left out: the function takes its needed ones alone")
  func optional() throws {
    // What needs a matching pair of arguments, or runs what it is given.
    let special: Set = [
      "error", "xpcall", "coroutine.wrap", "string.format", "setmetatable", "require", "json.decode", "coroutine.yield",
      "string.unpack", "string.pack", "string.packsize", "select", "utf8.offset", "table.move",
    ]
    for (name, function) in Self.functions where !special.contains(name) {
      let samples = function.parameters.prefix { !$0.isOptional }.map { Self.sample($0.type) }
      guard samples.allSatisfy({ $0 != nil }) else { continue }
      let given = samples.compactMap { $0 }.joined(separator: ", ")
      #expect(throws: Never.self, "\(name)(\(given))") { try LuaState().run("return select('#', \(name)(\(given)))") }
    }
  }

  @Test("every word of it is one sentence or more, and every function has its own name once")
  func wording() {
    var seen: Set<String> = []
    for (name, function) in Self.functions {
      #expect(seen.insert(name).inserted, "\(name) is described twice")
      #expect(function.summary.hasSuffix("."), "\(name): \(function.summary)")
    }
  }
}
