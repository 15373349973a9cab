import Glibc
import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import Testing

/// SWITCHYARD_RELOADS sets how many; the numbers of a run of its own are worth printing then.
@Suite("Reloading while calls are made")
struct ReloadUnderLoadTests {
  private static let asked = getenv("SWITCHYARD_RELOADS").flatMap { Int(String(cString: $0)) }

  /// A policy that holds 2 MiB, so that a load that is not let go shows.
  private static func good(_ number: Int) -> String {
    """
    local rules = require "rules"
    local ballast = ("x"):rep(2 << 20)
    return {
      route = function(request)
        local n = 0
        for i = 1, 200 do n = n + i end
        shared.calls = (shared.calls or 0) + 1
        return { priority = rules.number * 0 + \(number), reason = request.input.id, kind = "background" }
      end,
    }
    """
  }

  /// Ways to be wrong: early, late, and after having taken memory.
  private static let broken = [
    "return {", "local ballast = ('x'):rep(2 << 20) error('no')", "return { rout = print }", "require 'none'",
    "local t = {} for i = 1, 1000 do t[i] = i end return t", "shared.calls = 0 return {}", "",
  ]

  /// What the callers saw.
  private final class Seen: Sendable {
    let isDone = Atomic(false)
    let calls = Atomic(0)
    let slowest = Mutex(Duration.zero)
    let residentEarly = Atomic(0)
    let residentLate = Atomic(0)

    func add(_ duration: Duration) {
      calls.add(1, ordering: .relaxed)
      slowest.withLock { $0 = max($0, duration) }
    }
  }

  @Test("no call fails, is lost or pays for a load, half of them broken, and memory stays where it was")
  func reloads() async throws {
    let reloads = Self.asked ?? 300
    let folder = try WatchedFolder()
    try folder.write("rules.lua", "return { number = 1 }")
    try folder.write("p.lua", Self.good(1))
    // What a call needs, and not much more: nothing of a load can be paid for by a call.
    var limits = PolicyLimits.untimed
    limits.instructions = 2000
    let policy = LuaPolicy(limits: limits)
    try policy.load(contentsOf: folder.path("p.lua"), watching: false)
    let seen = Seen()
    let path = folder.path("p.lua")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 1...2 {
        group.addTask {
          while !seen.isDone.load(ordering: .acquiring) {
            try Self.call(policy, id: "\(caller)", seen)
            await Task.yield()
          }
        }
      }
      group.addTask {
        defer { seen.isDone.store(true, ordering: .releasing) }
        for number in 1...reloads {
          // The first ones are for whatever is kept once.
          if number == reloads / 10 { seen.residentEarly.store(residentBytes(), ordering: .relaxed) }
          let isGood = number % 2 == 0
          let text = isGood ? Self.good(number) : Self.broken[number / 2 % Self.broken.count]
          try save(text, to: path, inPlace: false)
          do {
            try policy.reload()
            #expect(isGood)
          } catch {
            #expect(!isGood, "\(error)")
          }
          await Task.yield()
        }
        seen.residentLate.store(residentBytes(), ordering: .relaxed)
      }
      try await group.waitForAll()
    }
    #expect(policy.generation == 1 + reloads / 2)
    try save("return { route = function() return { priority = shared.calls } end }", to: path)
    try policy.reload()
    let counted = try policy.route(TaskPolicyTests.call(), tasks: view()).priority
    #expect(counted == seen.calls.load(ordering: .relaxed))
    let begin = seen.residentEarly.load(ordering: .relaxed)
    let end = seen.residentLate.load(ordering: .relaxed)
    #expect(end < begin + 100 << 20, "\(begin >> 20) MiB before, \(end >> 20) MiB after \(reloads) reloads")
    if Self.asked != nil {
      print(
        "\(reloads) reloads, \(seen.calls.load(ordering: .relaxed)) calls, slowest \(seen.slowest.withLock { $0 }), "
          + "\(begin >> 10) KiB resident after the first tenth, \(end >> 10) KiB at the end"
      )
    }
  }

  private static func call(_ policy: LuaPolicy, id: String, _ seen: Seen) throws {
    let asked = view()
    let began = ContinuousClock.now
    let decision = try policy.route(TaskPolicyTests.call("build", JSONText(#"{"id":"\#(id)"}"#)), tasks: asked)
    seen.add(ContinuousClock.now - began)
    #expect(decision.reason == id && decision.kind == .background)
    // Each good load is a generation; what decided is what was asked.
    let generation = try #require(asked.source?.generation)
    #expect(decision.priority == (generation == 1 ? 1 : (generation - 1) * 2))
  }

  @Test("calls go on while a load takes its time")
  func slowLoad() async throws {
    let (isLoading, mayEnd) = (Flag(), Flag())
    let environment = PolicyEnvironment(onPrint: { print in
      guard print.text == "loading" else { return }
      isLoading.set()
      // Long enough to tell a wait from a pause; the calls below take no time.
      let deadline = ContinuousClock.now + .seconds(20)
      while !mayEnd.isSet, ContinuousClock.now < deadline {}
    })
    let policy = try LuaPolicy("return { route = function() return 'background' end }", environment: environment)
    let load = Task.detached { try policy.define("print('loading') return {}", name: "p.lua") }
    try await eventually("it is loading") { isLoading.isSet }
    for _ in 1...100 { try #require(try policy.route(TaskPolicyTests.call(), tasks: view()) == .background) }
    #expect(policy.generation == 1)
    mayEnd.set()
    try await load.value
    #expect(try policy.route(TaskPolicyTests.call(), tasks: view()) == .foreground)
  }
}

/// Something that has happened or not.
private final class Flag: Sendable {
  private let value = Atomic(false)
  var isSet: Bool { value.load(ordering: .acquiring) }
  func set() { value.store(true, ordering: .releasing) }
}

/// Bytes of memory that this process has.
private func residentBytes() -> Int {
  let fields = WatchedFolder.read("/proc/self/statm").split(separator: " ")
  return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * sysconf(Int32(_SC_PAGESIZE))
}
