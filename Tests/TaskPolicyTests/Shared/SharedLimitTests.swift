import LuaRuntime
import TaskEngine
import TaskPolicy
import Testing

@Suite("How much 'shared' may hold")
struct SharedLimitTests {
  /// What an entry and a table count.
  private static let (entry, table) = (32, 64)
  private static let limit = 1024 * 1024

  @Test("1 MiB in all: an entry counts 32 bytes, a table 64, and strings their bytes")
  func exact() throws {
    let room = Self.limit - Self.entry - 1  // the key 's' is a byte
    let policy = try LuaPolicy(runner)
    #expect(try policy.run("shared.s = ('x'):rep(\(room)) return #shared.s") == "\(room)")
    let message = "shared.s does not fit: 'shared' may hold 1048576 bytes in all"
    let fault = try faultOf { try policy.run("shared.s = ('x'):rep(\(room + 1))") }
    #expect(fault.message.hasPrefix(message), "\(fault.message)")
    #expect(throws: PolicyFault.self) { try policy.run("shared[1] = 1") }
    #expect(throws: PolicyFault.self) { try policy.run("shared[''] = true") }
    #expect(try policy.run("return #shared.s") == "\(room)")
    try policy.run("shared.s = nil")
    let nested = room - 2 * Self.entry - Self.table - 1  // t = { [1] = …, u = … }
    try policy.run("shared.t = { ('x'):rep(\(nested)), u = '' }")
    #expect(throws: PolicyFault.self) { try policy.run("shared.t.u = 'x'") }
    try policy.run("shared.t[1] = '' shared.t.u = 'x'")
  }

  @Test("what is removed, replaced or undone gives its room back, to the byte")
  func givenBack() throws {
    let policy = try LuaPolicy(runner)
    let churn = [
      "shared.t = { a = { 1, 2, { 'x' } }, b = 'y' }", "shared.t.a[3].z = 'zz' shared.t.a = nil", "shared.t = 5",
      "shared.t = { {}, {} } table.remove(shared.t, 1)", "shared.l = { 3, 1, 2 } table.sort(shared.l) shared.l = nil",
      "shared.x = {} shared.x.y = shared.t shared.x = nil",
    ]
    for round in 0..<60 {
      try policy.run(churn[round % churn.count])
      #expect(throws: PolicyFault.self) { try policy.run("\(churn[(round + 1) % churn.count]) error()") }
      if round % 7 == 0 { try policy.reload() }
    }
    try policy.run("for k in pairs(shared) do shared[k] = nil end")
    let room = Self.limit - Self.entry - 1
    try policy.run("shared.s = ('x'):rep(\(room))")
    #expect(throws: PolicyFault.self) { try policy.run("shared.s = ('x'):rep(\(room + 1))") }
  }

  @Test("tables that are shared within what is assigned count for each place, so that they cannot explode")
  func explosion() throws {
    let fault = try faultOf { try LuaPolicy(runner).run("local t = {} for i = 1, 60 do t = { t, t } end shared.x = t") }
    #expect(fault.message.hasPrefix("shared.x does not fit"), "\(fault.message)")
  }

  @Test("copying is work that the instruction budget counts")
  func charged() throws {
    let policy = try LuaPolicy(runner)
    try policy.run("shared.t = {} for i = 1, 2000 do shared.t[i] = i end")
    let fault = try faultOf { try policy.run("while true do shared.u = shared.t end") }
    #expect(fault.message.hasPrefix("the instruction budget was passed"))
    #expect(try policy.run("return shared.u == nil and #shared.t") == "2000")
  }

  @Test("a million assignments leave the state's memory where it was")
  func flat() throws {
    let state = try LuaState()
    try state.makeShared("shared", limit: Self.limit)
    try state.openShared()
    let chunk = try state.load(
      """
      for i = 1, 10000 do
        shared.n = i
        shared["k" .. i % 50] = { i, { text = "value " .. i } }
      end
      """,
      name: "flat.lua"
    )
    var after: [Int] = []
    for _ in 1...50 {
      _ = try state.call(chunk)
      after.append(state.memoryUsed)
    }
    let (early, late) = (after[5..<15].max() ?? 0, after[40...].max() ?? 0)
    #expect(late <= early + early / 4, "\(early) bytes early, \(late) late")
    #expect(late < 1024 * 1024, "\(late)")
  }

  @Test("a policy without the memory for it faults, loses nothing, and one that has it finds it")
  func noMemory() throws {
    let source = """
      local hoard = {}
      return {
        route = function(request)
          if request.tool_name == 'fill' then
            shared.t = {}
            for i = 1, 4000 do shared.t[i] = { i } end
          end
          return { reason = tostring(shared.t and #shared.t) }
        end,
        delivery_mode = function() end,
      }
      """
    var limits = PolicyLimits.untimed
    limits.memory = 3 * 1024 * 1024
    limits.instructions = 1_000_000
    let policy = try LuaPolicy(source, limits: limits)
    #expect(try policy.told(about: call("fill")) == "4000")
    // All but some 500 KiB are taken when this one is loaded.
    let hoarding = source.replacing(
      "return {",
      with: "for i = 1, 250 do hoard[i] = ('x'):rep(10000) .. i end\nreturn {"
    )
    try policy.define(hoarding, name: "p.lua")
    for _ in 1...2 {
      let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
      #expect(fault.message.hasPrefix("'shared' does not fit in this policy's memory"), "\(fault.message)")
      #expect(fault.function == "route")
    }
    try policy.define(source, name: "p.lua")
    #expect(try policy.told() == "4000")
  }
}
