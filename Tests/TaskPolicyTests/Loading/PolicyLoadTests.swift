import TaskEngine
import TaskPolicy
import Testing

@Suite("Loading a policy")
struct PolicyLoadTests {
  static let defects: [(String, String, Int?)] = [
    ("", "a policy must return a table of functions, but it returns nil; is 'return policy' missing at its end?", nil),
    (
      "return nil",
      "a policy must return a table of functions, but it returns nil; is 'return policy' missing at its end?", nil
    ),
    ("return 'background'", "a policy must return a table of functions, but it returns 'background'", nil),
    ("return function() end", "a policy must return a table of functions, but it returns a function", nil),
    ("return { function() end }", "the policy: expected a table with named fields, got a list", nil),
    ("return { rout = print }", "the policy: unknown key 'rout' (did you mean 'route'?)", nil),
    ("return { deliverymode = print }", "the policy: unknown key 'deliverymode' (did you mean 'delivery_mode'?)", nil),
    ("return { frobnicate = print }", "the policy: unknown key 'frobnicate'", nil),
    ("return { route = 'background' }", "the policy: route must be a function, got 'background'", nil),
    ("return { permission = {} }", "the policy: permission must be a function, got a table", nil),
    ("return { route = true }", "the policy: route must be a function, got true", nil),
    ("local x =\n\nreturn {", "unexpected symbol near 'return'", 3),
    ("return {}\nend", "<eof> expected near 'end'", 2),
    ("local x\nlocal y = x.y\nreturn {}", "attempt to index a nil value (local 'x')", 2),
    ("error('not today')", "not today", 1),
    ("\u{1B}Lua", "", nil),
  ]

  @Test("what is no policy is refused, with file, line and cause, and the last good one stays", arguments: defects)
  func refused(source: String, message: String, line: Int?) throws {
    let policy = try LuaPolicy("return { route = function() return 'background' end }")
    let fault = try faultOf { try policy.define(source, name: "new.lua") }
    #expect(fault.message == message || message.isEmpty, "\(fault.message)")
    #expect(fault.function == "load" && fault.file == "new.lua" && fault.generation == 1)
    #expect(line == nil || fault.line == line)
    #expect(policy.generation == 1)
    #expect(try policy.route(call(), tasks: view()) == .background)
  }

  @Test("each successful load is a generation, a failed one is none")
  func generations() throws {
    let policy = LuaPolicy()
    #expect(throws: PolicyFault.self) { try policy.define("return 1") }
    #expect(policy.generation == 0)
    try policy.define("return {}")
    try policy.reload()
    #expect(throws: PolicyFault.self) { try policy.define("return 1") }
    try policy.define("return {}")
    #expect(policy.generation == 3)
  }

  @Test("loading again starts over: nothing of the last state is left")
  func fresh() throws {
    let policy = try LuaPolicy(
      """
      local calls = 0
      return { route = function() calls = calls + 1 return { reason = tostring(calls) } end }
      """
    )
    #expect(try policy.told() == "1")
    #expect(try policy.told() == "2")
    try policy.reload()
    #expect(try policy.told() == "1")
  }

  @Test("there is nothing to load again before the first load")
  func nothingToReload() throws {
    let fault = try faultOf { try LuaPolicy().reload() }
    #expect(fault.message.contains("no policy is loaded") && fault.function == "load")
  }

  @Test("a file that cannot be read is refused with its name and why")
  func unreadable() throws {
    let folder = try WatchedFolder()
    try folder.makeFolder("folder.lua")
    for (name, why) in [("none.lua", "no such file or directory"), ("folder.lua", "it is a directory")] {
      let path = folder.path(name)
      let fault = try faultOf { _ = try LuaPolicy(contentsOf: path) }
      #expect(fault.description == "\(path): cannot read \(path): \(why)" || fault.message.hasSuffix(why))
      #expect(fault.file == path && fault.function == "load")
    }
  }

  @Test(
    "a file begins with a byte order mark or a #! line and is a policy all the same",
    arguments: ["\u{FEFF}", "#!lua\n"]
  )
  func prefix(text: String) throws {
    let folder = try WatchedFolder()
    try folder.write("p.lua", text + "return { route = function() return 'background' end }")
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"), watching: false)
    #expect(try policy.route(call(), tasks: view()) == .background)
  }

  @Test("the policy says which file it is, as it was named")
  func file() throws {
    let folder = try WatchedFolder()
    try folder.write("p.lua", "return {}")
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"), watching: false)
    #expect(policy.file == folder.path("p.lua"))
    #expect(throws: PolicyFault.self) { try policy.load(contentsOf: folder.path("none.lua")) }
    #expect(policy.file == folder.path("p.lua"))
    try policy.define("return {}")
    #expect(policy.file == nil)
  }
}
