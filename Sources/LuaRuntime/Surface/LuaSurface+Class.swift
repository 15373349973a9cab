extension LuaSurface {
  /// A kind of table or object: its fields, functions and methods.
  package struct Class: Sendable {
    package enum Form: Sendable {
      /// An object of the host: it cannot be changed, and a field that it does not have is an error.
      case object
      /// A table of functions: it cannot be changed, and what it does not have is nil.
      case library
      /// A plain table that a function returns.
      case record
      /// A plain table that a function takes: what it does not know is an error.
      case options
    }

    package var name: String
    /// What messages call it.
    package var shownName: String
    package var summary: String
    package var form: Form
    /// The class whose fields it has too.
    package var parent: String?
    package var contexts: Contexts
    package var fields: [Field]
    /// Called with a dot.
    package var functions: [Function]
    /// Called with a colon.
    package var methods: [Function]
    /// What calling the table itself does, if it can be called.
    package var call: Function?

    package init(
      _ name: String,
      shownAs shownName: String? = nil,
      _ summary: String,
      _ form: Form,
      in contexts: Contexts,
      parent: String? = nil,
      fields: [Field] = [],
      functions: [Function] = [],
      methods: [Function] = [],
      call: Function? = nil
    ) {
      self.name = name
      self.shownName = shownName ?? name
      self.summary = summary
      self.form = form
      self.contexts = contexts
      self.parent = parent
      self.fields = fields
      self.functions = functions
      self.methods = methods
      self.call = call
    }

    /// The names of its own fields.
    package var fieldNames: [String] { fields.map(\.name) }
  }

  /// A named value of a table or an object.
  package struct Field: Sendable {
    package var name: String
    package var type: LuaType
    package var summary: String
    package var isOptional: Bool

    package init(_ name: String, _ type: LuaType, _ summary: String, isOptional: Bool = false) {
      self.name = name
      self.type = type
      self.summary = summary
      self.isOptional = isOptional
    }

    /// A field that may be absent.
    package static func optional(_ name: String, _ type: LuaType, _ summary: String) -> Field {
      Field(name, type, summary, isOptional: true)
    }
  }
}
