package import LuaRuntime
import Synchronization

/// The files that Lua code may `require`: those below one folder.
package final class ModuleFolder: Sendable {
  private let path: String?
  private let shownPrefix: String
  private let read = Mutex<Set<String>>([])

  /// - Parameters:
  ///   - path: the folder; nothing can be required if `nil`.
  ///   - file: the file that requires, as messages show it: modules are shown beside it.
  package init(path: String?, shownAs file: String) {
    self.path = path
    shownPrefix = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
  }

  /// The files that were asked for so far, also those that were not there.
  package var files: Set<String> { read.withLock { $0 } }

  /// Finds the module `rules.builds` in `rules/builds.lua`.
  package func load(_ name: String) throws -> LuaModuleSource {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
    }
    guard isPlain else {
      throw LuaUsageError("require: '\(name)' is no module name; write 'rules.builds' for rules/builds.lua")
    }
    guard let path else { throw LuaUsageError("require: there is no folder to load '\(name)' from") }
    let relative = parts.joined(separator: "/") + ".lua"
    let file = path + "/" + relative
    read.withLock { _ = $0.insert(file) }
    guard let folder = TextFile.realPath(path), let real = TextFile.realPath(file) else {
      throw LuaUsageError("require: module '\(name)' not found: there is no \(shownPrefix)\(relative)")
    }
    guard real.hasPrefix(folder == "/" ? "/" : folder + "/") else {
      throw LuaUsageError("require: module '\(name)' lies outside of the folder: \(shownPrefix)\(relative)")
    }
    return LuaModuleSource(
      path: shownPrefix + relative,
      bytes: try TextFile.readLua(real, shownAs: shownPrefix + relative)
    )
  }
}
