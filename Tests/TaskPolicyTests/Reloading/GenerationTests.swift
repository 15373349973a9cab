import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import Testing

@Suite("Generations")
struct GenerationTests {
  @Test("a decision says which file, line and generation made it")
  func source() throws {
    let policy = try LuaPolicy("local policy = {}\n\nfunction policy.route()\nend\nreturn policy")
    let asked = view()
    _ = try policy.route(call(), tasks: asked)
    #expect(asked.source == PolicySource(file: "p.lua", line: 3, generation: 1))
    try policy.reload()
    let again = view()
    _ = try policy.route(call(), tasks: again)
    #expect(again.source?.generation == 2)
    let notDefined = view()
    _ = try policy.evaluate(call(), tasks: notDefined)
    #expect(notDefined.source == nil)
  }

  @Test("a function of a required file is shown where it is defined")
  func requiredSource() throws {
    let folder = try WatchedFolder()
    try folder.write("helper.lua", "\nreturn function() end")
    try folder.write("p.lua", "return { route = require 'helper' }")
    let policy = try LuaPolicy(contentsOf: folder.path("p.lua"), watching: false)
    let asked = view()
    _ = try policy.route(call(), tasks: asked)
    #expect(asked.source == PolicySource(file: folder.path("helper.lua"), line: 2, generation: 1))
  }

  @Test("a call that began under one generation ends under it")
  func endsUnderIt() throws {
    let box = Mutex<LuaPolicy?>(nil)
    // In the midst of a call another policy takes its place.
    let environment = PolicyEnvironment(onPrint: { print in
      if print.text == "now" { try? box.withLock { $0 }?.define("return { route = function() error('new') end }") }
    })
    let policy = try LuaPolicy(
      """
      local kind = 'background'
      return { route = function(request) print('now') return { kind = kind, reason = request.tool_name } end }
      """,
      environment: environment
    )
    box.withLock { $0 = policy }
    let asked = view()
    #expect(try policy.route(call(), tasks: asked) == RoutingDecision(kind: .background, reason: "build"))
    #expect(asked.source?.generation == 1)
    #expect(policy.generation == 2)
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect(fault.message == "new" && fault.generation == 2)
  }

  @Test("200 calls at once during 50 reloads: each is decided, by one generation")
  func concurrent() async throws {
    func source(_ number: Int) -> String {
      """
      local number = \(number)
      return { route = function(request)
        local n = 0 for i = 1, 100 do n = n + i end
        return { priority = number, reason = request.input.id }
      end }
      """
    }
    let policy = try LuaPolicy(source(1), limits: PolicyLimits.untimed)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for number in 2...51 { try policy.define(source(number), name: "p.lua") } }
      for id in 1...200 {
        group.addTask {
          for _ in 1...5 {
            let asked = view()
            let decision = try policy.route(call("build", JSONText(#"{"id":"\#(id)"}"#)), tasks: asked)
            #expect(decision.reason == "\(id)")
            #expect(asked.source?.generation == decision.priority)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(policy.generation == 51)
  }
}
