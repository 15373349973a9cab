import LuaRuntime

extension LuaType {
  /// What a class or an alias is called in stubs. Names of Lua's own, such as `stringlib`, stay: language servers know
  /// them.
  static func catsName(_ name: String) -> String {
    name.first?.isUppercase == true ? "switchyard.\(name)" : name
  }

  /// The type in the notation of LuaCATS.
  var cats: String {
    switch self {
    case .any: "any"
    case .nil: "nil"
    case .boolean: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .string: "string"
    case .table: "table"
    case .function: "function"
    case .thread: "thread"
    case .userdata: "userdata"
    case .named(let name): Self.catsName(name)
    case .literal(let text): "\"\(text)\""
    case .list(let element): "\(element.catsPart)[]"
    case .map(let key, let value): "table<\(key.cats), \(value.cats)>"
    case .union(let types):
      types.count == 2 && types[1] == .nil
        ? "\(types[0].catsPart)?" : types.map(\.catsPart).joined(separator: "|")
    case .callback(let function): Self.cats(function)
    case .cats(let text): text
    }
  }

  /// The type as a part of another.
  private var catsPart: String {
    switch self {
    case .union, .callback: "(\(cats))"
    default: cats
    }
  }

  private static func cats(_ function: LuaSurface.Function) -> String {
    // Type variables have no meaning here.
    func concrete(_ type: LuaType) -> String {
      if case .cats(let text) = type { return function.generics.isEmpty ? text : "any" }
      return type.cats
    }
    var parameters = function.parameters.map { "\($0.name)\($0.isOptional ? "?" : ""): \(concrete($0.type))" }
    if let rest = function.rest { parameters.append("...: \(rest.cats)") }
    let returns = function.returns.map { concrete($0.type) }.joined(separator: ", ")
    return "fun(\(parameters.joined(separator: ", ")))" + (returns.isEmpty ? "" : ": \(returns)")
  }
}
