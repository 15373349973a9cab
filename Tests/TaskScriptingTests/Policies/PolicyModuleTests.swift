import LuaRuntime
import Testing

@Suite("The module policy")
struct PolicyModuleTests {
  @Test("define and reload return the generation that is in force from then on")
  func generations() throws {
    #expect(
      try script(
        """
        local before = policy.generation()
        local one = policy.define("return { route = function() return 'background' end }")
        local two = policy.reload()
        return before, one, two, policy.generation(), tasks.start("echo").kind
        """
      ) == [0, 1, 2, 2, "background"]
    )
  }

  @Test("a definition that is refused is an error with the policy's place, and the last one stays")
  func refused() throws {
    #expect(
      try script(
        """
        policy.define("return { route = function() return 'background' end }")
        local ok, why = pcall(policy.define, "\\nreturn {")
        return ok, (why:find(":2: unexpected symbol", 1, true)) ~= nil, policy.generation(), tasks.start("echo").kind
        """
      ) == [false, true, 1, "background"]
    )
    let error = try scriptError("policy.define('return { rout = print }')")
    #expect(error.contains("unknown key 'rout' (did you mean 'route'?)"), "\(error)")
  }

  @Test("load is relative to the script's folder and names the file in its errors")
  func load() throws {
    let folder = try TestFolder()
    try folder.write("p.lua", "return { route = function() return 'background' end }")
    try folder.write("bad.lua", "local x\nx()")
    let script = try Script(folder: folder.path)
    #expect(try script.run("return policy.load('p.lua'), tasks.start('echo').kind") == [1, "background"])
    for (file, part) in [("bad.lua", "\(folder.path)/bad.lua:2: attempt to call"), ("none.lua", "none.lua")] {
      let error = #expect(throws: LuaError.self) { try script.run("policy.load('\(file)')") }
      #expect(error?.description.contains(part) == true, "\(String(describing: error))")
    }
    #expect(try script.run("return policy.generation()") == [1])
    #expect(try script.run("return policy.load('\(folder.path)/p.lua')") == [2])
    try script.end()
  }

  @Test("try decides without launching, and gives the table that route would return and the permission")
  func tries() throws {
    let policy = """
      return {
        route = function(r)
          if r.tool_name == "build" then
            return { detach_after = 5, deadline = 600, concurrency = { cpu = 2 }, priority = 3, label = "l",
              reason = r.input.why .. r.turn_id .. r.session_id .. r.call_id .. r.metadata.m }
          end
          return "background"
        end,
        permission = function(r)
          if r.tool.destructive then return "require_approval", "it can destroy data" end
          return "allow"
        end,
      }
      """
    #expect(
      try script(
        """
        tools.define("wipe", { destructive = true })
        local d = policy.try("build", { why = "w" },
          { turn_id = "T", session_id = "S", call_id = "C", metadata = { m = "M" } })
        local w = policy.try("wipe")
        return d.kind, d.detach_after, d.deadline, d.concurrency.cpu, d.priority, d.label, d.reason, d.permission,
          w.kind, w.permission, w.permission_reason, tasks.count(), #tasks.events()
        """,
        policy: policy
      ) == [
        "foreground", 5, 600, 2, 3, "l", "wTSCM", "allow", "background", "require_approval", "it can destroy data", 0,
        0,
      ]
    )
  }

  @Test("a fault while trying is an error with the policy's place, not a fault of a task")
  func tryFault() throws {
    let policy = "return { route = function()\n error('oh') end }"
    #expect(
      try script("local ok, why = pcall(policy.try, 'echo') return ok, why, #policy.take_faults()", policy: policy)
        == [false, "s.lua:1: p.lua:2: oh", 0]
    )
  }

  @Test("trying leaves what the policy shares as it was, and sees it")
  func tryShared() throws {
    let policy = """
      return {
        route = function()
          shared.n = (shared.n or 0) + 1
          return { priority = shared.n }
        end,
        permission = function() return "deny", "asked " .. shared.n end,
      }
      """
    #expect(
      try script(
        """
        local one, two = policy.try("echo"), policy.try("echo")
        local real = tasks.start("echo"):wait()
        policy.reload()
        local three = policy.try("echo")
        return one.priority, two.priority, two.permission_reason, three.priority
        """,
        policy: policy
      ) == [1, 1, "asked 1", 2]
    )
  }

  @Test("a load is an event with generation, file, functions and duration, which virtual time makes none")
  func event() throws {
    #expect(
      try script(
        """
        policy.define("return { route = print, permission = print }")
        local e = tasks.events()[1]
        return e.type, e.generation, e.file, table.concat(e.functions, " "), e.duration, e.task_id
        """
      ) == ["policy_loaded", 1, "policy", "permission route", 0, nil]
    )
  }

  @Test("without a policy the defaults are tried")
  func tryNothing() throws {
    #expect(try script("local d = policy.try('echo') return d.kind, d.permission") == ["foreground", "allow"])
  }

  @Test("take_faults gives the faults since last asked, once")
  func faults() throws {
    #expect(
      try script(
        """
        tasks.start("echo")
        tasks.start("echo")
        local faults = policy.take_faults()
        return #faults, faults[1].func, faults[1].task_id, faults[1].file, faults[1].line, faults[1].message,
          faults[1].generation, #policy.take_faults()
        """,
        policy: "return {\n route = function() return { kind = 'x' } end }"
      ) == [
        2, "route", "task-1", "p.lua", 2,
        "the table that route returned: kind must be 'foreground' or 'background', got 'x'", 1, 0,
      ]
    )
  }

  @Test("what a policy prints names its line")
  func prints() throws {
    let script = try Script(policy: "return { route = function()\n print('asked') end }")
    try script.run("print('here', 1)\ntasks.start('echo')")
    #expect(script.prints.lines == ["s.lua:1: here\t1", "p.lua:2: asked"])
    try script.end()
  }
}
