import LuaRuntime

/// One Lua file of a policy, read.
struct CheckedSource: Sendable {
  /// How messages name it.
  var name: String
  var chunk: LuaSyntax.Chunk
  /// Whether it is the policy itself, and not a file that it requires.
  var isPolicy: Bool
}

/// Reads a policy's file and all that it requires by name, whichever path requires it.
struct SourceReader {
  private(set) var sources: [CheckedSource] = []
  private(set) var problems: [PolicyProblem] = []
  /// The names of all files, in the order in which they were met.
  private(set) var files: [String] = []
  private let modules: ModuleFolder
  /// Compiles and never runs: Lua's own words about what is not Lua.
  private let compiler: LuaState

  init(_ text: [UInt8], name: String) throws(LuaError) {
    modules = ModuleFolder(path: name.folder, shownAs: name)
    compiler = try LuaState()
    read(text, name: name, isPolicy: true)
  }

  private mutating func read(_ text: [UInt8], name: String, isPolicy: Bool) {
    guard !files.contains(name) else { return }
    files.append(name)
    do {
      _ = try compiler.load(text, name: name)
    } catch {
      let message = error.message.clippedReason
      return problems.append(PolicyProblem(file: error.source ?? name, line: error.line, message))
    }
    do throws(LuaSyntaxError) {
      let chunk = try LuaParser.parse(text)
      sources.append(CheckedSource(name: name, chunk: chunk, isPolicy: isPolicy))
      for module in Self.required(by: chunk) { read(module, requiredBy: name) }
    } catch {
      // Nothing that Lua takes should come here; if it does, say that the rest was not looked at.
      let fact = "this file runs, but its names cannot be checked: \(error.message)"
      problems.append(
        PolicyProblem(file: name, line: error.place.line, column: error.place.column, severity: .warning, fact)
      )
    }
  }

  private mutating func read(_ module: (name: String, place: LuaPlace), requiredBy name: String) {
    do {
      let source = try modules.load(module.name)
      read(source.bytes, name: source.path, isPolicy: false)
    } catch {
      problems.append(
        PolicyProblem(
          file: name,
          line: module.place.line,
          column: module.place.column,
          "\(error)".clippedReason,
          name: module.name
        )
      )
    }
  }

  /// The modules that a text requires by a name that is written out.
  private static func required(by chunk: LuaSyntax.Chunk) -> [(name: String, place: LuaPlace)] {
    var required: [(name: String, place: LuaPlace)] = []
    LuaSyntax.walk(chunk.body) { expression in
      guard case .chain(let base, let suffixes) = expression.kind, case .name(let name) = base.kind,
        name.text == "require", name.meaning == .global, case .call(let arguments)? = suffixes.first?.kind,
        let module = arguments.first?.text
      else { return }
      required.append((module, expression.place))
    }
    return required
  }
}
