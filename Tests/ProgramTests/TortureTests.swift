import FoundationEssentials
import Testing

/// What is exact only where nothing else runs, and what takes long, is asked for.
private let isAskedFor = ProcessInfo.processInfo.environment["SWITCHYARD_TORTURE"] != nil

@Suite("Commands by the thousand, and one that never stops printing", .serialized, .timeLimit(.minutes(30)))
struct TortureTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What the scripts have in common: a look at the program's own process.
  private static let prelude = """
    local function sh(command)
      local task = tasks.start("shell", { command = command }):wait()
      assert(task.status == "completed", task.output)
      return task.output
    end
    -- The parent of the command is the guard, and the guard's is the program.
    local pid = sh("cut -d' ' -f4 /proc/$PPID/stat")
    local function status(field) return tonumber(sh("sed -n 's/^" .. field .. ":[^0-9]*\\\\([0-9]*\\\\).*/\\\\1/p' /proc/" .. pid .. "/status")) end
    local function descriptors() return tonumber(sh("ls /proc/" .. pid .. "/fd | wc -l")) end
    local function zombies() return tonumber(sh("cat /proc/[0-9]*/stat 2>/dev/null | grep -c ') Z " .. pid .. " ' || true")) end
    -- A guard that has just ended is a zombie until it is asked for its status, which is after its command's answer.
    local function zombies_left()
      for _ = 1, 100 do
        if zombies() == 0 then return 0 end
        sleep(0.1)
      end
      return zombies()
    end

    """

  private func lines(_ script: String) async throws -> [String] {
    try folder.write(Self.prelude + script, to: "script.lua")
    let run = try await Program.run(["run", "script.lua"], in: folder, within: .seconds(isAskedFor ? 1200 : 60))
    #expect(run.errors == "")
    #expect(run.status == 0)
    return run.outputLines
  }

  @Test("descriptors and zombies stay what they were over many commands, one after another and 64 at once")
  func flat() async throws {
    let count = isAskedFor ? 10_000 : 300
    let lines = try await lines(
      """
      -- What is made once is there after the first few.
      for i = 1, 10 do sh("true") end
      local before = descriptors()
      for i = 1, \(count) do assert(tasks.start("shell", { argv = { "true" } }):wait().status == "completed") end
      print(math.max(0, descriptors() - before), zombies_left())
      local all = {}
      for i = 1, 64 do all[i] = tasks.start("shell", { command = "sleep 0.2; echo " .. i }) end
      for i = 1, 64 do assert(all[i]:wait().output == tostring(i)) end
      print(math.max(0, descriptors() - before), zombies_left())
      """
    )
    #expect(lines == ["0\t0", "0\t0"])
  }

  @Test("'yes' costs bounded memory, and tasks beside it detach when they should")
  func yes() async throws {
    let seconds = isAskedFor ? 5.0 : 1.5
    let lines = try await lines(
      """
      policy.define([[return { route = function(request)
        if request.tool_name == "sleep" then return { detach_after = 0.5 } end
        if request.input.argv then return "background" end
      end }]])
      sh("true")
      local before = status("VmHWM")
      local yes = tasks.start("shell", { argv = { "yes" }, deadline = \(seconds) })
      local beside = {}
      for i = 1, 20 do beside[i] = tasks.start("sleep", { seconds = 1 }) sleep(0.02) end
      yes:wait()
      local late = 0
      for i = 1, 20 do
        beside[i]:wait()
        local at = {}
        for _, event in ipairs(tasks.events(beside[i])) do at[event.type] = event.time end
        late = math.max(late, at.detached - at.started - 0.5)
      end
      print(yes.status, #yes.output < 140000)
      print(status("VmHWM") - before)
      print(late)
      """
    )
    try #require(lines.count == 3)
    #expect(lines[0] == "failed\ttrue")
    let (growth, late) = (try #require(Int(lines[1])), try #require(Double(lines[2])))
    #expect(growth < 16 * 1024 + 256, "\(growth) KiB")
    if isAskedFor {
      print("yes for \(seconds) s: \(growth) KiB more, at most \(late) s late beside it")
      #expect(late < 0.25)
    }
  }
}
