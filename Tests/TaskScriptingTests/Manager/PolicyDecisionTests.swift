import TaskEngine
import TaskPolicy
import TaskTesting
import Testing

@Suite("Lua decides in the real manager")
struct PolicyDecisionTests {
  @Test("detach_after, deadline and background are carried out")
  func routing() throws {
    let policy = """
      return { route = function(r)
        if r.input == 1 then return { detach_after = 2 } end
        if r.input == 30 then return { deadline = 4 } end
        return 'background'
      end }
      """
    try withPolicy(policy) { world, _ in
      let session = world.manager.session()
      let late = try await session.begin("sleep", "30")
      let ended = try await world.manager.handle.wait(for: late.id)
      #expect(ended.status == .failed && world.now == .seconds(4))
      #expect(try await session.begin("sleep", "5").kind == .background)
    }
  }

  @Test("concurrency holds calls back, and tasks.count sees them")
  func concurrency() throws {
    let policy = """
      return { route = function(r, tasks)
        local n = tasks.count { key = 'cpu' }
        return { concurrency = { cpu = 2 }, reason = n .. ' before, ' .. tasks.count { status = 'queued' } .. ' queued' }
      end }
      """
    try withPolicy(policy) { world, _ in
      let session = world.manager.session()
      var reasons: [String?] = []
      for _ in 1...4 {
        let task = try await session.begin("sleep", "5")
        reasons.append(try await world.manager.handle.explanation(of: task.id).decisions[0].reason)
      }
      #expect(reasons == ["0 before, 0 queued", "1 before, 0 queued", "2 before, 0 queued", "3 before, 1 queued"])
      #expect(await world.manager.handle.listQueued().map(\.id) == ["task-3", "task-4"])
      try await world.manager.handle.waitForIdle()
      #expect(world.now == .seconds(10))
    }
  }

  @Test("turn_held grows while foreground tasks hold the turn")
  func turnHeld() throws {
    let policy = "return { route = function(r) return { reason = tostring(r.turn_held) } end }"
    try withPolicy(policy) { world, _ in
      let session = world.manager.session()
      try await session.begin("sleep", "3")
      try await world.advance(by: .seconds(2))
      let task = try await session.begin("echo")
      #expect(try await world.manager.handle.explanation(of: task.id).decisions[0].reason == "2.0")
    }
  }

  @Test("delivery_mode and continue_policy decide where an answer goes, from the task and its result")
  func delivery() throws {
    let policy = """
      return {
        route = function() return 'background' end,
        delivery_mode = function(task, result)
          return task.tool_name == 'echo' and result.output.to == 'hand' and 'manual' or 'to_loop'
        end,
        continue_policy = function(task, result, tasks)
          assert(task.status == result.status)
          return result.is_error and 'request_continue' or 'notify_only'
        end,
      }
      """
    try withPolicy(policy) { world, _ in
      let events = world.manager.handle.events()
      let session = world.manager.session()
      let manual = try await session.begin("echo", #"{"to":"hand"}"#)
      let plain = try await session.begin("echo", #"{"to":"loop"}"#)
      let failed = try await session.begin("fail")
      let updates = try await session.waitForLoopUpdates(.continueRequested)
      #expect(Set(updates.map(\.task.id)) == [plain.id, failed.id])
      try await world.manager.handle.waitForIdle()
      #expect(await world.manager.handle.drainReadyItems().map(\.task.id) == [manual.id])
      let told = events.soFar()
      #expect(told.filter { $0.type == "continue_requested" }.map(\.taskID) == [failed.id])
      #expect(!told.contains { $0.type == "policy_fault" })
    }
  }

  private let grave = """
    return { permission = function(r)
      if r.tool.destructive then return 'require_approval', 'it can destroy data' end
      if r.tool_name == 'fail' then return 'deny', 'no failing here' end
      return 'allow'
    end }
    """

  @Test("a denial is an answer with its reason, and the tool does not run")
  func denied() throws {
    try withPolicy(grave) { world, _ in
      let session = world.manager.session()
      let task = try await session.begin("fail")
      #expect(try await world.manager.handle.wait(for: task.id).status == .failed)
      #expect(try await world.manager.handle.output(of: task.id).text.contains("no failing here"))
    }
  }

  @Test("a call that must be approved runs when it is, without being asked again")
  func approved() throws {
    try withPolicy(grave) { world, _ in
      let session = world.manager.session()
      let task = try await session.begin("wipe")
      guard case .resolution(let first)? = try await session.waitForTurn("t1"),
        case .approval(let request) = first.outcome
      else {
        Issue.record("it was not asked for")
        return
      }
      #expect(request.taskID == task.id && request.reason == "it can destroy data")
      #expect(await world.manager.handle.listAwaitingApproval().map(\.id) == [task.id])
      try await world.manager.handle.approve(task.id)
      #expect(try await world.manager.handle.wait(for: task.id).status == .completed)
      #expect(try await world.manager.handle.output(of: task.id).text == "wiped")
    }
  }

  @Test("a call that must be approved and is denied fails with the reason")
  func refused() throws {
    try withPolicy(grave) { world, _ in
      let session = world.manager.session()
      let task = try await session.begin("wipe")
      try await world.advance(by: .zero)
      try await world.manager.handle.deny(task.id, reason: "not on a Friday")
      #expect(try await world.manager.handle.snapshot(of: task.id).status == .failed)
      #expect(try await world.manager.handle.output(of: task.id).text.contains("not on a Friday"))
    }
  }

  @Test("the manager tells of the policy in force when it is made, and of each load")
  func loads() throws {
    try withPolicy("return {}") { world, policy in
      try policy.define("return { route = function() return 'background' end }", name: "q.lua")
      var generations: [Int] = []
      for _ in 1...2 {
        if case .policyLoaded(let load)? = try await world.manager.handle.nextEvent()?.kind {
          generations.append(load.generation)
        }
      }
      #expect(generations == [1, 2])
      #expect(try await world.manager.session().begin("echo").kind == .background)
    }
  }

  @Test("a task in flight keeps its routing, and its end is judged by the policy in force then")
  func inFlight() throws {
    try withPolicy("return { route = function() return 'background' end }") { world, policy in
      let session = world.manager.session()
      let task = try await session.begin("sleep", "5")
      try policy.define("return { delivery_mode = function() return 'manual' end }", name: "q.lua")
      let ended = try await world.manager.handle.wait(for: task.id)
      #expect(ended.kind == .background)
      #expect(await world.manager.handle.drainReadyItems().map(\.task.id) == [task.id])
      let decisions = try await world.manager.handle.explanation(of: task.id).decisions
      #expect(decisions.first?.source?.generation == 1)
      #expect(decisions.first { $0.function == "delivery_mode" }?.source?.generation == 2)
    }
  }
}
