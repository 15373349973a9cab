/// What Lua code of one context can use, by name: several surfaces put together.
package struct LuaVocabulary: Sendable {
  package let globals: [String: LuaSurface.Global]
  private let classes: [String: LuaSurface.Class]
  private let aliases: [String: LuaSurface.Alias]

  /// - Parameter context: one context.
  package init(_ surfaces: [LuaSurface], in context: LuaSurface.Contexts) {
    var globals: [String: LuaSurface.Global] = [:]
    var classes: [String: LuaSurface.Class] = [:]
    var aliases: [String: LuaSurface.Alias] = [:]
    for surface in surfaces {
      for alias in surface.aliases { aliases[alias.name] = alias }
      for type in surface.classes { classes[type.name] = type }
      for global in surface.globals where global.contexts.contains(context) {
        globals[global.name] = global
        if case .table(let table) = global.value { classes[table.name] = table }
      }
    }
    self.globals = globals
    self.classes = classes
    self.aliases = aliases
  }

  package func type(named name: String) -> LuaSurface.Class? { classes[name] }

  package func alias(named name: String) -> LuaSurface.Alias? { aliases[name] }

  /// The class and those whose fields it has too, nearest first.
  private func lineage(of type: LuaSurface.Class) -> [LuaSurface.Class] {
    var line = [type]
    while let parent = line[line.count - 1].parent.flatMap({ classes[$0] }) { line.append(parent) }
    return line
  }

  /// All fields of a class, those of its parents too.
  package func fields(of type: LuaSurface.Class) -> [LuaSurface.Field] { lineage(of: type).flatMap(\.fields) }

  /// All functions that are called with a dot.
  package func functions(of type: LuaSurface.Class) -> [LuaSurface.Function] { lineage(of: type).flatMap(\.functions) }

  /// Everything that can be written after a dot or a colon.
  package func members(of type: LuaSurface.Class) -> [String] {
    lineage(of: type).flatMap { $0.fields.map(\.name) + $0.functions.map(\.name) + $0.methods.map(\.name) }
  }

  /// What `type` gives for each global, and for each entry of a global table (`string.rep`).
  package func kinds() -> [String: String] {
    var kinds: [String: String] = [:]
    for global in globals.values {
      switch global.value {
      case .function: kinds[global.name] = "function"
      case .value(let type, _): kinds[global.name] = type.luaName
      case .table(let table):
        kinds[global.name] = "table"
        for field in fields(of: table) { kinds["\(global.name).\(field.name)"] = field.type.luaName }
        for function in functions(of: table) { kinds["\(global.name).\(function.name)"] = "function" }
      }
    }
    return kinds
  }
}

extension LuaType {
  /// What `type` gives for such a value; nil if that is open.
  package var luaName: String? {
    switch self {
    case .any, .named, .union, .cats: nil
    case .nil: "nil"
    case .boolean: "boolean"
    case .integer, .number: "number"
    case .string, .literal: "string"
    case .table, .list, .map: "table"
    case .function, .callback: "function"
    case .thread: "thread"
    case .userdata: "userdata"
    }
  }
}
