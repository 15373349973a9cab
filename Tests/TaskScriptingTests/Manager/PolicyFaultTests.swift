import TaskEngine
import TaskPolicy
import TaskTesting
import Testing

@Suite("A policy cannot take a call down")
struct PolicyFaultTests {
  static let routes: [(String, String)] = [
    ("error('oh')", "oh"), ("return 'sideways'", "route must return"), ("while true do end", "instruction budget"),
    ("return { kind = 'background', detach_after = 1 }", "detach_after needs kind 'foreground'"),
    ("local s = 'x' while true do s = s .. s end", ""), ("error()", ""),
  ]

  @Test("a fault of route: the call runs in the foreground, an event and the explanation say so", arguments: routes)
  func route(body: String, message: String) throws {
    try withPolicy("return {\n route = function() \(body) end }") { world, _ in
      let events = world.manager.handle.events()
      let session = world.manager.session()
      let task = try await session.begin("echo", "7")
      #expect(task.kind == .foreground)
      guard case .resolution(let resolution)? = try await session.waitForTurn("t1") else {
        Issue.record("there was no answer")
        return
      }
      #expect(resolution.task.status == .completed)
      let told = events.soFar()
      #expect(told.map(\.type).sorted() == ["completed", "policy_fault", "started"])
      guard case .policyFault(let fault)? = told.first(where: { $0.type == "policy_fault" })?.kind else { return }
      #expect(fault.function == "route" && fault.file == "p.lua" && fault.line == 2 && fault.generation == 1)
      #expect(fault.taskID == task.id && (message.isEmpty || fault.message.contains(message)), "\(fault)")
      let decision = try await world.manager.handle.explanation(of: task.id).decisions[0]
      #expect(decision.fault == fault.description && decision.result == "foreground")
      #expect(decision.source == PolicySource(file: "p.lua", line: 2, generation: 1))
      #expect(await world.manager.handle.statistics().policyFaults == 1)
    }
  }

  @Test("a fault of permission denies, and says why")
  func permission() throws {
    for body in ["error('oh')", "return 'sure'", "while true do end"] {
      try withPolicy("return { permission = function() \(body) end }") { world, _ in
        let events = world.manager.handle.events()
        let session = world.manager.session()
        let task = try await session.begin("echo")
        let ended = try await world.manager.handle.wait(for: task.id)
        #expect(ended.status == .failed)
        guard case .resolution(let answer)? = try await session.waitForTurn("t1"),
          case .item(let result) = answer.outcome
        else {
          Issue.record("there was no answer")
          return
        }
        #expect(result.isError && result.text.contains("p.lua:1:"), "\(result.text)")
        #expect(events.soFar().contains { $0.type == "policy_fault" && $0.taskID == task.id })
        let decision = try await world.manager.handle.explanation(of: task.id).decisions.last
        #expect(decision?.function == "permission" && decision?.result == "deny" && decision?.fault != nil)
      }
    }
  }

  @Test("a fault of delivery_mode and continue_policy means the defaults, each told")
  func delivery() throws {
    let policy = """
      return {
        route = function() return 'background' end,
        delivery_mode = function() error('mode') end,
        continue_policy = function() return 5 end,
      }
      """
    try withPolicy(policy) { world, _ in
      let events = world.manager.handle.events()
      let session = world.manager.session()
      let task = try await session.begin("echo")
      let updates = try await session.waitForLoopUpdates(.anyUpdate)
      #expect(updates.map(\.task.id) == [task.id])
      let faults = events.soFar().compactMap { if case .policyFault(let fault) = $0.kind { fault } else { nil } }
      #expect(faults.map(\.function) == ["delivery_mode", "continue_policy"])
      #expect(faults.map(\.line) == [3, 4] && faults.allSatisfy { $0.taskID == task.id })
      let decisions = try await world.manager.handle.explanation(of: task.id).decisions.suffix(2)
      #expect(decisions.allSatisfy { $0.fault != nil && $0.result == "default" })
    }
  }

  @Test("faults do not add up: the next call is decided by the policy again")
  func recovers() throws {
    let policy = """
      return { route = function(r)
        if r.input == 1 then while true do end end
        return 'background'
      end }
      """
    try withPolicy(policy) { world, _ in
      let session = world.manager.session()
      for _ in 1...10 {
        let faulty = try await session.begin("echo", "1")
        let fine = try await session.begin("echo", "2")
        #expect(faulty.kind == .foreground && fine.kind == .background)
      }
    }
  }
}
