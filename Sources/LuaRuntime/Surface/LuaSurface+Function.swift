extension LuaSurface {
  /// A function that Lua code may call, or that it gives and the host calls.
  package struct Function: Hashable, Sendable {
    package var name: String
    package var summary: String
    package var parameters: [Parameter]
    /// What `...` takes, if there may be more arguments.
    package var rest: LuaType?
    package var returns: [Return]
    /// Whether the script that calls it is suspended meanwhile.
    package var waits: Bool
    /// Type variables, as LuaCATS writes them.
    package var generics: [String]

    package init(
      _ name: String,
      _ summary: String,
      _ parameters: [Parameter] = [],
      rest: LuaType? = nil,
      returns: [Return] = [],
      waits: Bool = false,
      generics: [String] = []
    ) {
      self.name = name
      self.summary = summary
      self.parameters = parameters
      self.rest = rest
      self.returns = returns
      self.waits = waits
      self.generics = generics
    }
  }

  package struct Parameter: Hashable, Sendable {
    package var name: String
    package var type: LuaType
    package var summary: String
    package var isOptional: Bool

    package init(_ name: String, _ type: LuaType, _ summary: String = "", isOptional: Bool = false) {
      self.name = name
      self.type = type
      self.summary = summary
      self.isOptional = isOptional
    }

    /// A parameter that may be left out.
    package static func optional(_ name: String, _ type: LuaType, _ summary: String = "") -> Parameter {
      Parameter(name, type, summary, isOptional: true)
    }
  }

  package struct Return: Hashable, Sendable {
    package var type: LuaType
    package var name: String
    package var summary: String

    package init(_ type: LuaType, _ name: String = "", _ summary: String = "") {
      self.type = type
      self.name = name
      self.summary = summary
    }
  }
}
