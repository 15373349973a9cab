import LuaRuntime

/// What can be said of a file's local variables at a glance.
struct LocalFacts {
  /// Locals that are assigned to after their declaration.
  private(set) var reassigned: Set<Int> = []
  /// The tables that locals are declared with.
  private(set) var tables: [Int: LuaSyntax.Expression] = [:]
  /// The functions that locals are.
  private(set) var functions: [Int: LuaSyntax.Function] = [:]
  /// Local functions that are also used otherwise than by calling them: then nobody knows who calls them.
  private(set) var escaping: Set<Int> = []
  /// The globals that the file assigns to, anywhere.
  private(set) var assignedGlobals: Set<String> = []

  init(_ chunk: LuaSyntax.Chunk) {
    LuaSyntax.walk(chunk.body, statement: { note($0) }) { note($0) }
  }

  private mutating func note(_ statement: LuaSyntax.Statement) {
    switch statement.kind {
    case .local(let locals, let values):
      for (local, value) in zip(locals, values) {
        switch value.kind {
        case .table: tables[local] = value
        case .function(let function): functions[local] = function
        default: break
        }
      }
    case .localFunction(let local, let function): functions[local] = function
    case .function(let target, _): note(target: target)
    case .assignment(let targets, _): for target in targets { note(target: target) }
    default: break
    }
  }

  private mutating func note(target: LuaSyntax.Expression) {
    switch target.kind {
    case .name(let name):
      switch name.meaning {
      case .local(let local): reassigned.insert(local)
      case .global: assignedGlobals.insert(name.text)
      case .field: break
      }
    case .chain(let base, let suffixes):
      guard case .name(let name) = base.kind, name.meaning == .global, ["_G", "_ENV"].contains(name.text),
        suffixes.count == 1, let field = suffixes[0].fieldName
      else { return }
      assignedGlobals.insert(field)
    default: break
    }
  }

  private mutating func note(_ expression: LuaSyntax.Expression) {
    // A chain's base is met once more by itself: what is called is put right here.
    if case .chain(let base, let suffixes) = expression.kind, case .name(let name) = base.kind,
      case .local(let local) = name.meaning, case .call? = suffixes.first?.kind
    {
      calls[name.place] = local
    } else if case .name(let name) = expression.kind, case .local(let local) = name.meaning, calls[name.place] == nil {
      escaping.insert(local)
    }
  }

  /// Where locals are called.
  private var calls: [LuaPlace: Int] = [:]
}

extension LuaSyntax.Suffix {
  /// The field's name, of `.name` and of `["name"]`.
  var fieldName: String? {
    switch kind {
    case .field(let name): name
    case .index(let index): index.text
    case .call, .method: nil
    }
  }
}
