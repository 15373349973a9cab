package import LuaRuntime
import TaskPolicy

extension ScriptSurface {
  /// Everything that scripts can name.
  package static let vocabulary = LuaVocabulary([.sandbox, PolicySurface.surface, surface], in: .script)
}

extension ScriptHost {
  /// What looking for names may cost: a person waits.
  private static let namesBudget = LuaBudget(instructions: 20_000_000)

  /// The names that can follow a path of globals, which is empty for the globals themselves.
  ///
  /// What is described, and what scripts have put there. Nothing that a script wrote runs for it.
  ///
  /// - Parameter isMethod: whether a colon comes before the name.
  package func names(after path: [String], isMethod: Bool) -> [String] {
    let (kind, held) = held(at: path)
    let vocabulary = ScriptSurface.vocabulary
    if path.isEmpty { return vocabulary.globals.keys + held }
    if kind == "userdata", let task = vocabulary.type(named: "TaskHandle") {
      return isMethod ? task.methods.map(\.name) : vocabulary.fields(of: task).map(\.name)
    }
    guard path.count == 1, case .table(let table)? = vocabulary.globals[path[0]]?.value else { return held }
    return vocabulary.members(of: table) + held
  }

  private static func isName(_ text: String) -> Bool {
    func isPart(_ byte: UInt8) -> Bool { isFirst(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    func isFirst(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
    return text.utf8.first.map(isFirst) == true && text.utf8.allSatisfy(isPart)
  }

  /// The type of what a path of globals leads to, and if it is a table its keys that are names.
  private func held(at path: [String]) -> (kind: String, names: [String]) {
    do {
      let found = try lua.call(prelude.members, path.map { .string($0) }, budget: Self.namesBudget)
      return (found.first?.text ?? "", found.dropFirst().first?.elements?.compactMap(\.text).filter(Self.isName) ?? [])
    } catch {
      // The state has no memory left, or so many names that looking took too long: what is described remains.
      return ("", [])
    }
  }
}
