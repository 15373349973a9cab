import TaskScripting
import Testing

@Suite("Names for completion")
struct NamesTests {
  private let script: Script

  init() throws { script = try Script() }

  private func names(_ path: String..., isMethod: Bool = false) -> Set<String> {
    Set(script.host.names(after: path, isMethod: isMethod))
  }

  @Test("are what is described, and what scripts have put there")
  func held() throws {
    #expect(names().isSuperset(of: ["tasks", "print", "string"]))
    #expect(!names().contains("mine"))
    _ = try script.evaluate("mine = { alpha = { beta = 1 }, ['no name'] = 1, [1] = 2 }")
    #expect(names().contains("mine"))
    #expect(names("mine") == ["alpha"])
    #expect(names("mine", "alpha") == ["beta"])
    #expect(names("mine", "gamma", "delta") == [])
    #expect(names("tasks").isSuperset(of: ["start", "list_running"]))
    #expect(names("policy").contains("try"))
    try script.end()
  }

  @Test("of a task are its fields after a dot and its methods after a colon")
  func task() throws {
    _ = try script.evaluate("t = tasks.start('echo')")
    #expect(names("t").isSuperset(of: ["status", "elapsed"]) && !names("t").contains("wait"))
    #expect(names("t", isMethod: true).contains("wait") && !names("t", isMethod: true).contains("status"))
    try script.end()
  }

  @Test("are looked for without running anything that a script wrote, however it changes its globals")
  func raw() throws {
    _ = try script.evaluate(
      """
      ran = 0
      local function run() ran = ran + 1 return {} end
      trap = setmetatable({ real = 1 }, { __index = run, __pairs = run, __len = run })
      setmetatable(_G, { __index = run })
      next, type, rawget, select = run, run, run, run
      """
    )
    #expect(names("trap") == ["real"])
    #expect(names("trap", "other") == [])
    #expect(names("undefined") == [])
    #expect(try script.evaluate("ran") == "0")
    try script.end()
  }

  @Test("beyond a few thousand are left out")
  func many() throws {
    _ = try script.evaluate("many = {} for i = 1, 3000 do many['k' .. i] = i end")
    let count = names("many").count
    #expect(count == 2000)
    try script.end()
  }
}
