package import LuaRuntime
import Synchronization

/// The files that Lua code may `require`: those below one folder.
package final class ModuleFolder: Sendable {
  private let path: String?
  private let shownPrefix: String
  private let onLoad: @Sendable (String) -> Void
  private let read = Mutex<Set<String>>([])

  /// - Parameters:
  ///   - path: the folder; nothing can be required if `nil`.
  ///   - file: the file that requires, as messages show it: modules are shown beside it.
  ///   - onLoad: called with each file before it is looked for.
  package init(path: String?, shownAs file: String, onLoad: @escaping @Sendable (String) -> Void = { _ in }) {
    self.path = path
    self.onLoad = onLoad
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
      throw LuaUsageError("require: \(name.shown) is no module name; write 'rules.builds' for rules/builds.lua")
    }
    guard let path else {
      throw LuaUsageError("require: there is no folder to load '\(name)' from, since the policy is no file")
    }
    let relative = parts.joined(separator: "/") + ".lua"
    let file = path + "/" + relative
    read.withLock { _ = $0.insert(file) }
    onLoad(file)
    let real: String
    do {
      real = try TextFile.realPath(file, shownAs: shownPrefix + relative)
      guard real.hasPrefix(try TextFile.realPath(path).asFolder) else {
        throw LuaUsageError("require: module '\(name)' lies outside of the policy's folder: \(shownPrefix)\(relative)")
      }
    } catch let failure as TextFile.Failure {
      throw LuaUsageError("require: module '\(name)' not found: \(failure)")
    }
    return LuaModuleSource(
      path: shownPrefix + relative,
      bytes: try TextFile.readLua(real, shownAs: shownPrefix + relative)
    )
  }
}

extension String {
  /// The path of a folder as the files in it begin.
  fileprivate var asFolder: String { self == "/" ? "/" : self + "/" }

  /// The text in quotes on one short line.
  fileprivate var shown: String {
    let visible = prefix(60).map { $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? "?" : $0 }
    return "'\(String(visible))\(count > 60 ? "…" : "")'"
  }
}
