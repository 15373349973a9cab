/// What kind of value is meant, as LuaCATS says it.
package indirect enum LuaType: Hashable, Sendable {
  case any
  case `nil`
  case boolean
  case integer
  case number
  case string
  case table
  case function
  case thread
  case userdata
  /// A class or an alias of a surface.
  case named(String)
  /// This very text.
  case literal(String)
  case list(LuaType)
  case map(LuaType, LuaType)
  case union([LuaType])
  /// A function of this shape.
  case callback(LuaSurface.Function)
  /// Whatever LuaCATS can say beside.
  case cats(String)

  /// This or nil.
  package static func optional(_ type: LuaType) -> LuaType { .union([type, .nil]) }

  /// The kinds that a value may be of.
  package var alternatives: [LuaType] {
    if case .union(let types) = self { types.flatMap(\.alternatives) } else { [self] }
  }

  /// The types that this one is made of, itself too.
  package var parts: [LuaType] {
    switch self {
    case .list(let element): [self] + element.parts
    case .map(let key, let value): [self] + key.parts + value.parts
    case .union(let types): [self] + types.flatMap(\.parts)
    case .callback(let function):
      [self] + function.parameters.flatMap(\.type.parts) + function.returns.flatMap(\.type.parts)
    default: [self]
    }
  }
}
