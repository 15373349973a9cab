import LuaRuntime
import Testing

@Suite("a table of plain data that moves from state to state")
struct SharedTests {
  private func makeState(memory: Int = 16 << 20) throws -> LuaState {
    var configuration = LuaState.Configuration()
    configuration.memoryLimit = memory
    let state = try LuaState(configuration)
    try state.makeShared("shared", limit: 1 << 20)
    try state.openShared()
    return state
  }

  private static let fill = """
    shared.n = 1 shared.f = 0.5 shared.s = "a\\0b" shared.b = false shared.null = json.null
    shared.t = { 1, 2, { x = "y" } } shared.array = json.array {} shared[7] = { [2.5] = true }
    """
  private static let show = """
    local t = {}
    local function add(prefix, table)
      for k, v in pairs(table) do
        if type(v) == "table" then add(prefix .. k .. ".", v) else t[#t + 1] = prefix .. k .. "=" .. tostring(v) end
      end
    end
    add("", shared)
    table.sort(t)
    return table.concat(t, " "), json.encode(shared.array)
    """

  @Test("what is taken out of one state and put in another is the same")
  func moves() throws {
    let (first, second) = (try makeState(), try makeState())
    _ = try first.run(Self.fill)
    let (content, size) = (try first.run(Self.show), first.sharedSize)
    #expect(content.first?.text?.contains("t.3.x=y") == true)
    try second.putShared(try first.takeShared())
    #expect(try second.run(Self.show) == content && second.sharedSize == size)
    #expect(first.sharedSize == 0)
    #expect(try first.run("return next(shared)") == [.nil])
    #expect(try first.takeShared().isEmpty)
    try first.putShared(try second.takeShared())
    #expect(try first.run(Self.show) == content && first.sharedSize == size)
  }

  @Test("a table that was held while it moved away is out of it, and the root is in it still")
  func held() throws {
    let (first, second) = (try makeState(), try makeState())
    _ = try first.run("shared.t = { n = 1 } held, root = shared.t, shared")
    try second.putShared(try first.takeShared())
    try first.putShared(try second.takeShared())
    #expect(try first.run("return root == shared, root.t.n, held.n, held == shared.t") == [true, 1, 1, false])
    #expect(first.failure(of: "held.n = 2")?.message.contains("taken out of 'shared'") == true)
    #expect(try first.run("root.t.n = 3 return shared.t.n") == [3])
  }

  @Test("rolling back undoes the last call, or all since the hold, and can be done once")
  func rollsBack() throws {
    let state = try makeState()
    _ = try state.run("shared.n = 1")
    _ = try state.run("shared.n = 2")
    state.rollBackShared()
    state.rollBackShared()
    #expect(try state.run("return shared.n") == [1])
    _ = try state.run("shared.n = 3")
    _ = try state.run("return 1")
    state.rollBackShared()
    #expect(try state.run("return shared.n") == [3])
    try state.holdShared()
    for number in 4...6 { _ = try state.run("shared.n = \(number) shared['k' .. \(number)] = {}") }
    state.rollBackShared()
    #expect(try state.run("return shared.n, shared.k4") == [3, .nil])
    #expect(state.sharedSize == 33)
  }

  @Test("without memory for a change nothing is changed, whichever allocation fails, and rolling back needs none")
  func noMemory() throws {
    let body = """
      shared.n = 2 shared.b = nil shared.t[3].x = { "new" } shared.t = { { {} } } shared.list = {}
      for i = 1, 20 do shared.list[i] = { i } end
      for i = 1, 20 do shared["k" .. i] = i end
      """
    var failures = 0
    for memory in stride(from: 24 << 10, to: 64 << 10, by: 64) {
      guard let state = try? makeState(memory: memory), (try? state.run(Self.fill)) != nil,
        let before = try? state.run(Self.show)
      else { continue }
      let size = state.sharedSize
      if state.failure(of: body) != nil {
        failures += 1
        state.rollBackShared()
        #expect(state.sharedSize == size)
        // It may take more memory to show than there is.
        if let after = try? state.run(Self.show) { #expect(after == before) }
      }
    }
    #expect(failures > 50, "\(failures)")
  }

  @Test("what does not fit in a state's memory is not put in at all")
  func tooLarge() throws {
    let full = try makeState()
    _ = try full.run("for i = 1, 500 do shared[i] = { i } end")
    let content = try full.takeShared()
    let small = try makeState(memory: 100 << 10)
    #expect(throws: LuaError.self) { try small.putShared(content) }
    #expect(small.sharedSize == 0)
    #expect(try small.run("return next(shared)") == [.nil])
    _ = try small.run("shared.n = 1")
    #expect(small.sharedSize == 33)
  }
}
