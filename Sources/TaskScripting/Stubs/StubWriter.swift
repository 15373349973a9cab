package import LuaRuntime

/// Writes a surface as a definition file for Lua language servers, in the annotations of LuaCATS.
package struct StubWriter {
  /// The second line of each file: what tells ours from others.
  package static let mark = "-- Written by `switchyard stubs`. It is written anew each time: changes to it are lost."

  private var lines: [String] = []

  /// The file's text.
  package static func text(of surface: LuaSurface) -> String {
    var writer = StubWriter()
    writer.lines = ["---@meta _", mark, "", "-- \(surface.summary)"]
    for alias in surface.aliases { writer.write(alias) }
    for type in surface.classes { writer.write(type) }
    for global in surface.globals { writer.write(global) }
    return writer.lines.joined(separator: "\n") + "\n"
  }

  // MARK: Globals

  private mutating func write(_ global: LuaSurface.Global) {
    switch global.value {
    case .function(let function):
      write(function, as: global.name, in: global.contexts)
    case .table(let table):
      writeHead(of: table)
      lines.append("\(global.name) = {}")
      writeFunctions(of: table, under: global.name)
    case .value(let type, let summary):
      lines += ["", "---\(summary)", "---", "---\(Self.contexts(global.contexts))", "---@type \(type.cats)"]
      lines.append("\(global.name) = \(type == .table ? "{}" : "nil")")
    }
  }

  // MARK: Types

  private mutating func write(_ alias: LuaSurface.Alias) {
    lines += ["", "---\(alias.summary)", "---@alias \(LuaType.catsName(alias.name))"]
    lines += alias.choices.map { "---| \(LuaType.literal($0.text).cats) # \($0.summary)" }
  }

  private mutating func write(_ type: LuaSurface.Class) {
    writeHead(of: type)
    guard !type.functions.isEmpty || !type.methods.isEmpty else { return }
    lines.append("local \(type.name) = {}")
    writeFunctions(of: type, under: type.name)
  }

  private mutating func writeHead(of type: LuaSurface.Class) {
    let parent = type.parent.map { ": \(LuaType.catsName($0))" } ?? ""
    lines += ["", "---\(type.summary)", "---", "---\(Self.contexts(type.contexts))"]
    lines.append("---@class \(LuaType.catsName(type.name))\(parent)")
    for field in type.fields {
      lines.append("---@field \(field.name)\(field.isOptional ? "?" : "") \(field.type.cats) \(field.summary)")
    }
    if let call = type.call { lines.append("---@overload \(LuaType.callback(call).cats)") }
  }

  // MARK: Functions

  private mutating func writeFunctions(of type: LuaSurface.Class, under name: String) {
    for function in type.functions { write(function, as: "\(name).\(function.name)", in: type.contexts) }
    for method in type.methods { write(method, as: "\(name):\(method.name)", in: type.contexts) }
  }

  private mutating func write(_ function: LuaSurface.Function, as name: String, in contexts: LuaSurface.Contexts) {
    lines += ["", "---\(function.summary)", "---"]
    // Not `@async`: servers would then ask for it above every function of a script that waits.
    lines.append(
      "---\(Self.contexts(contexts)) \(function.waits ? "Waits: the script is suspended." : "Does not wait.")"
    )
    if !function.generics.isEmpty { lines.append("---@generic \(function.generics.joined(separator: ", "))") }
    for parameter in function.parameters {
      let name = parameter.name + (parameter.isOptional ? "?" : "")
      lines.append(Self.joined("---@param", name, parameter.type.cats, parameter.summary))
    }
    if let rest = function.rest { lines.append("---@param ... \(rest.cats)") }
    for result in function.returns {
      // A description needs a name before it.
      let name = result.name.isEmpty && !result.summary.isEmpty ? "result" : result.name
      lines.append(Self.joined("---@return", result.type.cats, name, result.summary))
    }
    let names = function.parameters.map(\.name) + (function.rest == nil ? [] : ["..."])
    lines.append("function \(name)(\(names.joined(separator: ", "))) end")
  }

  private static func joined(_ words: String...) -> String {
    words.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func contexts(_ contexts: LuaSurface.Contexts) -> String {
    "Contexts: \(contexts.words.joined(separator: ", "))."
  }
}
