import LuaRuntime
import Synchronization
import Testing

@Suite("States that begin as others did")
struct StatePoolTests {
  private let pool = LuaStatePool()

  /// A state with a word that asks Swift, and a function of its own.
  private func state(
    seed: UInt64 = 0,
    says word: String = "hello",
    extra: Bool = false
  ) throws -> (lua: LuaState, counter: LuaFunction) {
    var configuration = LuaState.Configuration()
    configuration.deterministic = true
    configuration.seed = seed
    configuration.memoryLimit = 4 << 20
    let lua = try LuaState(configuration, from: pool)
    try lua.register(module: "host", [.init("word", { _ in .value(.string(word)) })])
    if extra { try lua.setGlobal("extra", true) }
    let chunk = try lua.load("made = {}; local n = 0; return function() n = n + 1; return n end", name: "setup")
    let counter = try #require(try lua.call(chunk).first?.function)
    // Two chunks that nobody holds when the step is over.
    let word = try lua.setUp("parts") { () throws(LuaError) in
      let part = try lua.load("return 'part'", name: "part")
      return try lua.call(try lua.load("local part = ...; return part()", name: "whole"), [.function(part)])
    }
    #expect(word.first?.text == "part")
    try lua.endSetup()
    return (lua, counter)
  }

  private func run(_ text: String, in lua: LuaState) throws -> LuaValue {
    try lua.call(try lua.load(text, name: "test")).first ?? .nil
  }

  @Test("what one leaves behind, the next does not find, and each calls its own host")
  func apart() throws {
    for round in 1...5 {
      let (lua, counter) = try state(says: "\(round)")
      #expect(try run("return host.word()", in: lua).text == "\(round)")
      #expect(try run("return left", in: lua) == .nil)
      #expect(try run("return #made", in: lua).int == 0)
      #expect(try lua.call(counter).first?.int == 1)
      #expect(try lua.call(counter).first?.int == 2)
      _ = try run("left = ('x'):rep(100000); for i = 1, 20000 do made[i] = { i } end; string = nil", in: lua)
    }
  }

  @Test("those that live at one time share nothing")
  func together() throws {
    let first = try state(), second = try state()
    _ = try run("left = 1", in: first.lua)
    #expect(try run("return left", in: second.lua) == .nil)
    #expect(try second.lua.call(second.counter).first?.int == 1)
  }

  @Test("each uses as much memory, costs as much and names its objects as the first did")
  func alike() throws {
    var seen: Set<String> = []
    for _ in 1...4 {
      let (lua, _) = try state()
      let names = try run("local t = {}; for i = 1, 100 do t[i] = tostring({}) end; return t[1] .. t[100]", in: lua)
      seen.insert("\(names.text ?? "") \(lua.lastCost) \(lua.memoryUsed) \(lua.referencedFunctions)")
    }
    #expect(seen.count == 1)
  }

  @Test("each has the random numbers of its own seed")
  func seeds() throws {
    func numbers(_ lua: LuaState) throws -> String? {
      try run("return math.random(1000000) .. ' ' .. math.random(1000000)", in: lua).text
    }
    var configuration = LuaState.Configuration()
    configuration.deterministic = true
    for seed: UInt64 in [1, 2, 1, 3, 0] {
      configuration.seed = seed
      #expect(try numbers(try state(seed: seed).lua) == numbers(try LuaState(configuration)))
    }
  }

  @Test("the memory limit is the same in each, and one that came to it leaves a state like any other")
  func limit() throws {
    var lengths: Set<Int64> = []
    for _ in 1...4 {
      let (lua, _) = try state()
      _ = try run("kept = {}", in: lua)
      let error = #expect(throws: LuaError.self) {
        try run("while true do kept[#kept + 1] = ('x'):rep(100 + #kept) end", in: lua)
      }
      #expect(error?.code == .memory)
      lengths.insert(try #require(try run("return #kept", in: lua).int))
    }
    #expect(lengths.count == 1)
  }

  @Test("functions that Swift no longer holds are let go, those of the setup too")
  func releases() throws {
    for _ in 1...3 {
      let (lua, counter) = try state()
      // The chunk of the setup is gone, what it returned is not.
      #expect(lua.referencedFunctions == 1)
      let held = try lua.load("return 1", name: "held")
      withExtendedLifetime(held) { #expect(lua.referencedFunctions == 2) }
      #expect(try lua.call(counter).first?.int == 1)
    }
  }

  @Test("one that is not set up as the others were is refused")
  func different() throws {
    _ = try state()
    let error = #expect(throws: LuaError.self) { try state(extra: true) }
    #expect(error?.code == .misuse)
    // It took its engine with it.
    let (lua, _) = try state(extra: true)
    #expect(try run("return extra", in: lua) == true)
  }
}
