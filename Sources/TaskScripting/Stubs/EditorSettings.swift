import TaskEngine

/// What `.luarc.json` tells Lua language servers.
enum EditorSettings {
  static let fileName = ".luarc.json"

  /// What the file's mark says. JSON has no comments, and language servers pass over settings that they do not know.
  static let mark = "Written by `switchyard stubs`. It is written anew each time: changes to it are lost."

  /// What the stubs describe themselves, and what is not there at all. Those of other Luas, such as `table.new`, are off
  /// by the version; naming them beside `table` makes the EmmyLua server fall over.
  private static let disabled = [
    "basic", "coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8",
  ]

  /// - Parameter library: the folder of the stubs, as seen from the settings' folder.
  static func text(library: String) -> String {
    let builtin = disabled.map { "    \(JSONValue.string($0).jsonText): \"disable\"" }.joined(separator: ",\n")
    return """
      {
        "switchyard.stubs": \(JSONValue.string(mark).jsonText),
        "runtime.version": "Lua 5.4",
        "runtime.path": ["?.lua"],
        "runtime.builtin": {
      \(builtin)
        },
        "workspace.library": [\(JSONValue.string(library).jsonText)],
        "workspace.checkThirdParty": false
      }

      """
  }
}
