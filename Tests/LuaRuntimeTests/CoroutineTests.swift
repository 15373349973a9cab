import LuaRuntime
import Testing

@Suite("waits")
struct CoroutineTests {
  /// `wait(x)` suspends and gives `x` back; `wait_fail()` suspends and fails.
  private func makeState(_ oops: Oops = Oops("late")) throws -> LuaState {
    let state = try LuaState()
    try state.register(
      module: nil,
      [
        .init(
          "wait",
          { arguments in
            .wait {
              await Task.yield()
              return arguments.values
            }
          }
        ),
        .init("wait_fail", { _ in .wait { throw oops } }),
        .init("wait_cancel", { _ in .wait { throw CancellationError() } }),
      ]
    )
    return state
  }

  private func run(_ source: String, in state: LuaState, _ arguments: [LuaValue] = []) async throws -> [LuaValue] {
    try await state.makeCoroutine(state.load(source, name: "test.lua"))
      .run(arguments, budget: LuaBudget(instructions: 1_000_000))
  }

  @Test(
    "a wait gives its values, through pcall, xpcall, loops, metamethods and the script's own coroutines",
    arguments: [
      "return wait(7)",
      "local ok, v = pcall(wait, 7) return v",
      "return select(2, pcall(function() return wait(7) end))",
      "return select(2, xpcall(function(x) return wait(x) end, print, 7))",
      "local s = 0 for i = 1, 7 do s = s + wait(1) end return s",
      "return setmetatable({}, {__index = function(_, k) return wait(k) end})[7]",
      "for v in function() return wait(7) end do return v end",
      "return coroutine.wrap(function() return wait(7) end)()",
      "return select(2, coroutine.resume(coroutine.create(function() return wait(7) end)))",
      "return coroutine.wrap(function() return coroutine.wrap(function() return wait(3) + wait(4) end)() end)()",
      "local f = coroutine.wrap(function() coroutine.yield(1) wait(2) coroutine.yield(7) end) f() return f()",
      "return select(2, pcall(coroutine.wrap(function() return (wait(7)) end)))",
    ]
  )
  func through(_ source: String) async throws {
    #expect(try await run(source, in: makeState()) == [7])
  }

  @Test("a wait that fails is an error at the call, with the Swift error's identity")
  func fails() async throws {
    let oops = Oops("late")
    let state = try makeState(oops)
    #expect(try await run("return pcall(wait_fail)", in: state) == [false, "test.lua:1: late"])
    #expect(try await run("return pcall(coroutine.wrap(function() wait_fail() end))", in: state).first == false)
    let error = await #expect(throws: LuaError.self) { try await run("\nwait_fail()", in: state) }
    #expect(error?.underlying as? Oops === oops)
    #expect(error?.line == 2)
  }

  @Test(
    "where nothing can wait, the error names the place",
    arguments: [
      (
        "table.sort({3, 2, 1}, function(a, b) wait(1) return a < b end)",
        "cannot wait inside a comparator of table.sort"
      ),
      ("('x'):gsub('x', function() wait(1) end)", "cannot wait inside a replacement function of string.gsub"),
      (
        "('x'):gsub('x', setmetatable({}, {__index = function() return wait(1) end}))",
        "cannot wait inside a replacement function of string.gsub"
      ),
      ("assert(load(function() return wait('x') end))", "cannot wait inside a reader function of load"),
      (
        "tostring(setmetatable({}, {__tostring = function() return wait('x') end}))",
        "cannot wait inside a __tostring metamethod"
      ),
      (
        "table.sort({3, 2, 1}, function(a, b) coroutine.wrap(wait)(1) return a < b end)",
        "cannot wait here: this code was called by something that cannot wait for it"
      ),
    ]
  )
  func refused(_ source: String, _ message: String) async throws {
    let state = try makeState()
    let error = await #expect(throws: LuaError.self) { try await run(source, in: state) }
    #expect(error?.message.hasSuffix(message) == true)
    #expect(try await run("return wait(1)", in: state) == [1])
  }

  @Test("a plain call refuses to wait")
  func plainCall() throws {
    let state = try makeState()
    #expect(state.failure(of: "wait(1)")?.message.hasPrefix("cannot wait here") == true)
    #expect(state.failure(of: "coroutine.wrap(function() wait(1) end)()")?.message.hasPrefix("cannot wait") == true)
  }

  @Test(
    "a cancellation goes through pcall, at the wait that is under way and at later ones",
    arguments: [
      "pcall(wait_cancel) return 'survived'",
      "while true do pcall(wait_cancel) end",
      "cancel() while true do pcall(wait, 1) end",
      "cancel() pcall(coroutine.wrap(function() wait(1) end)) return 'survived'",
      "cancel() while true do end",
    ]
  )
  func cancelled(_ source: String) async throws {
    let state = try makeState()
    let box = CoroutineBox()
    try state.register(
      module: nil,
      [
        .init(
          "cancel",
          { _ in
            box.coroutine?.cancel()
            return .none
          }
        )
      ]
    )
    let coroutine = try state.makeCoroutine(state.load(source, name: "test.lua"))
    box.coroutine = coroutine
    let error = await #expect(throws: LuaError.self) { try await coroutine.run() }
    box.coroutine = nil
    #expect(error?.code == .cancelled)
    #expect(try await run("return wait(1)", in: state) == [1])
  }

  @Test("a cancellation of waits only leaves code that does not wait alone")
  func waitsOnly() async throws {
    let state = try makeState()
    let coroutine = try state.makeCoroutine(state.load("for i = 1, 10000 do end return 1", name: "test.lua"))
    coroutine.cancel(waitsOnly: true)
    #expect(try await coroutine.run() == [1])
  }

  @Test("a script cannot resume a coroutine that waits for the host")
  func stolen() async throws {
    let state = try makeState()
    try state.register(
      module: nil,
      [
        .init(
          "steal",
          { [unowned state] _ in
            .wait { try state.run("return coroutine.resume(co)") }
          }
        )
      ]
    )
    let error = await #expect(throws: LuaError.self) { try await run("co = coroutine.running() steal()", in: state) }
    #expect(error?.code == .runtime)
    #expect(try await run("return wait(1)", in: state) == [1])
  }

  @Test("many coroutines wait at once, each with its own budget")
  func many() async throws {
    let state = try makeState()
    let function = try state.load("local n = ... for i = 1, 50 do n = n + wait(1) end return n", name: "test.lua")
    try await withThrowingTaskGroup(of: (Int64, [LuaValue]).self) { group in
      for n in Int64(0)..<40 {
        group.addTask { (n, try await state.makeCoroutine(function).run([.integer(n)])) }
      }
      for try await (n, values) in group { #expect(values == [.integer(n + 50)]) }
    }
  }

  @Test("__close runs when a coroutine fails, and a coroutine runs only once")
  func closes() async throws {
    let state = try makeState()
    let source = "local x <close> = setmetatable({}, {__close = function() closed = true end}) wait(1) error('x')"
    let coroutine = try state.makeCoroutine(state.load(source, name: "test.lua"))
    await #expect(throws: LuaError.self) { try await coroutine.run() }
    #expect(try state.getGlobal("closed") == true)
    let again = await #expect(throws: LuaError.self) { try await coroutine.run() }
    #expect(again?.code == .misuse)
  }
}

/// Sendable because one task at a time uses it.
private final class CoroutineBox: @unchecked Sendable {
  var coroutine: LuaCoroutine?
}
