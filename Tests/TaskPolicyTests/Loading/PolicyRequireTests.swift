import TaskEngine
import TaskPolicy
import Testing

@Suite("What a policy may require")
struct PolicyRequireTests {
  /// Loads `policy.lua` with this text from a folder of its own inside `folder`.
  private func load(_ source: String, in folder: borrowing WatchedFolder) throws -> LuaPolicy {
    try folder.write("policy/p.lua", source)
    return try LuaPolicy(contentsOf: folder.path("policy/p.lua"), watching: false)
  }

  private func makeFolder() throws -> WatchedFolder {
    let folder = try WatchedFolder()
    try folder.makeFolder("policy")
    try folder.makeFolder("policy/rules")
    try folder.makeFolder("policy-other")
    try folder.write("policy/rules/builds.lua", "return { kind = 'background' }")
    try folder.write("policy/flat.lua", "local n = ... return { name = n }")
    try folder.write("outside.lua", "return {}")
    try folder.write("policy-other/outside.lua", "return {}")
    return folder
  }

  @Test("rules.builds is rules/builds.lua beside the policy, loaded once")
  func beside() throws {
    let folder = try makeFolder()
    let policy = try load(
      """
      local builds = require "rules.builds"
      assert(builds == require "rules.builds")
      return { route = function() return { kind = builds.kind, reason = require("flat").name } end }
      """,
      in: folder
    )
    #expect(try policy.route(call(), tasks: view()) == RoutingDecision(kind: .background, reason: "flat"))
  }

  @Test("the working directory is the folder of a file named without one")
  func noFolder() {
    #expect("p.lua".folder == ".")
    #expect("/p.lua".folder == "/")
    #expect("a/b/p.lua".folder == "a/b")
  }

  @Test(
    "names that lead elsewhere are none",
    arguments: [
      "..outside", "../outside", "rules/../../outside", "/etc/passwd", ".", "", "rules..builds", "a\\0b", "rules.",
    ]
  )
  func noName(name: String) throws {
    let folder = try makeFolder()
    let fault = try faultOf { _ = try load("require '\(name)' return {}", in: folder) }
    #expect(fault.message.contains("is no module name"), "\(fault.message)")
    #expect(fault.file == folder.path("policy/p.lua") && fault.line == 1)
  }

  @Test("a name of odd characters is shown on one short line")
  func oddName() throws {
    let folder = try makeFolder()
    for (name, shown) in [
      ("a\\0b\\nc", "'a?b?c'"), (String(repeating: "é", count: 70), "'\(String(repeating: "é", count: 60))…'"),
    ] {
      let fault = try faultOf { _ = try load("require '\(name)' return {}", in: folder) }
      #expect(fault.message.hasPrefix("require: \(shown) is no module name"), "\(fault.message)")
    }
    let number = try faultOf { _ = try load("require {} return {}", in: folder) }
    #expect(number.message == "bad argument #1 to 'require' (string expected, got table)")
  }

  @Test("an absolute name and a link do not lead above the folder")
  func links() throws {
    let folder = try makeFolder()
    try folder.makeLink("policy/escape.lua", to: folder.path("outside.lua"))
    try folder.makeLink("policy/sibling.lua", to: folder.path("policy-other/outside.lua"))
    try folder.makeLink("policy/out", to: folder.path("policy-other"))
    for name in ["escape", "sibling", "out.outside"] {
      let fault = try faultOf { _ = try load("\nrequire '\(name)' return {}", in: folder) }
      #expect(fault.message.contains("lies outside of the policy's folder"), "\(fault.message)")
      #expect(fault.line == 2)
    }
  }

  @Test("a link inside the folder, and a folder that is a link itself, are fine")
  func innerLinks() throws {
    let folder = try makeFolder()
    try folder.makeLink("policy/alias.lua", to: "rules/builds.lua")
    try folder.makeLink("linked", to: folder.path("policy"))
    try folder.write("policy/p.lua", "assert(require('alias').kind) return {}")
    #expect(try LuaPolicy(contentsOf: folder.path("linked/p.lua"), watching: false).generation == 1)
  }

  @Test("the policy's file may be a link itself: what it requires is beside the link")
  func linkedFile() throws {
    let folder = try makeFolder()
    try folder.write("policy-other/real.lua", "assert(require('flat').name) return {}")
    try folder.makeLink("policy/p.lua", to: folder.path("policy-other/real.lua"))
    #expect(try LuaPolicy(contentsOf: folder.path("policy/p.lua"), watching: false).generation == 1)
  }

  @Test("a module that cannot be read says why")
  func unreadable() throws {
    let folder = try makeFolder()
    try folder.makeFolder("policy/folder.lua")
    try folder.makeLink("policy/loop.lua", to: "loop.lua")
    for (name, why) in [("folder", "it is a directory"), ("loop", "too many levels of symbolic links")] {
      let fault = try faultOf { _ = try load("require '\(name)' return {}", in: folder) }
      #expect(fault.message.hasSuffix("policy/\(name).lua: \(why)") && fault.line == 1, "\(fault.message)")
    }
  }

  @Test("a module that is not there is named, with the file that was looked for")
  func missing() throws {
    let folder = try makeFolder()
    let fault = try faultOf { _ = try load("local x\nrequire 'rules.tests' return {}", in: folder) }
    #expect(fault.message.contains("module 'rules.tests' not found"), "\(fault.message)")
    #expect(fault.message.contains("rules/tests.lua") && fault.line == 2)
  }

  @Test("modules that require each other are a fault, not a hang")
  func cycle() throws {
    let folder = try makeFolder()
    try folder.write("policy/a.lua", "return require 'b'")
    try folder.write("policy/b.lua", "return require 'a'")
    let fault = try faultOf { _ = try load("require 'a' return {}", in: folder) }
    #expect(fault.message == "modules require each other: a → b → a")
    #expect(fault.file == folder.path("policy/b.lua") && fault.line == 1)
    let own = try faultOf { _ = try load("require 'p' return {}", in: folder) }
    #expect(own.message == "modules require each other: p → p")
    try folder.write("policy/c.lua", "local ok, why = pcall(require, 'c') return why")
    _ = try load("assert(require('c'):find('c → c')) return {}", in: folder)
  }

  @Test("an error in a module is told with the module's file and line")
  func brokenModule() throws {
    let folder = try makeFolder()
    try folder.write("policy/bad.lua", "local x = {}\nx =")
    let syntax = try faultOf { _ = try load("require 'bad' return {}", in: folder) }
    #expect(syntax.file == folder.path("policy/bad.lua") && syntax.line == 2, "\(syntax)")
    try folder.write("policy/bad.lua", "local x = {}\n\nerror('no good')")
    let raised = try faultOf { _ = try load("require 'bad' return {}", in: folder) }
    #expect(raised.description == "\(folder.path("policy/bad.lua")):3: no good")
  }

  @Test("a policy that is no file can require nothing")
  func noFile() throws {
    let fault = try faultOf { _ = try LuaPolicy("require 'x' return {}") }
    #expect(fault.message.contains("there is no folder to load 'x' from") && fault.file == "p.lua" && fault.line == 1)
  }

  @Test("a fault inside a module's function names the module")
  func faultInModule() throws {
    let folder = try makeFolder()
    try folder.write("policy/helper.lua", "return function(x)\n  return x.a.b\nend")
    let policy = try load("local help = require 'helper'\nreturn { route = function() help({}) end }", in: folder)
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(fault.file == folder.path("policy/helper.lua") && fault.line == 2 && fault.function == "route")
  }
}
