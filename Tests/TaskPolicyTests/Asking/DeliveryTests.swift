import TaskEngine
import TaskPolicy
import Testing

@Suite("What delivery_mode and continue_policy may return")
struct DeliveryTests {
  @Test(
    "delivery_mode",
    arguments: [("'manual'", .manual), ("'to_loop'", .toLoop), ("nil", nil)] as [(String, DeliveryMode?)]
  )
  func mode(value: String, mode: DeliveryMode?) throws {
    let policy = try LuaPolicy("return { delivery_mode = function() return \(value) end }")
    #expect(try policy.deliveryMode(task(), .text(""), tasks: view()) == mode)
    #expect(try policy.continuePolicy(task(), .text(""), tasks: view()) == nil)
  }

  @Test(
    "continue_policy",
    arguments: [("'request_continue'", .requestContinue), ("'notify_only'", .notifyOnly), ("nil", nil)]
      as [(String, ContinuePolicy?)]
  )
  func continues(value: String, choice: ContinuePolicy?) throws {
    let policy = try LuaPolicy("return { continue_policy = function() return \(value) end }")
    #expect(try policy.continuePolicy(task(), .text(""), tasks: view()) == choice)
    #expect(try policy.deliveryMode(task(), .text(""), tasks: view()) == nil)
  }

  @Test("anything else is a fault that names the function and its choices", arguments: ["'later'", "true", "{}", "1"])
  func fault(value: String) throws {
    let policy = try LuaPolicy(body: "return \(value)")
    let mode = try faultOf { _ = try policy.deliveryMode(task(), .text(""), tasks: view()) }
    #expect(mode.message.hasPrefix("delivery_mode must return 'to_loop', 'manual' or nil, got "), "\(mode.message)")
    #expect(mode.function == "delivery_mode" && mode.file == "p.lua" && mode.line == 7)
    let next = try faultOf { _ = try policy.continuePolicy(task(), .text(""), tasks: view()) }
    #expect(
      next.message.hasPrefix("continue_policy must return 'notify_only', 'request_continue' or nil, got "),
      "\(next.message)"
    )
    #expect(next.function == "continue_policy" && next.line == 10)
  }

  @Test("a near miss has a suggestion, a value too many is a fault")
  func nearMiss() throws {
    let policy = try LuaPolicy(
      "return { delivery_mode = function() return 'to_lop' end, continue_policy = function() return nil, 'x' end }"
    )
    let mode = try faultOf { _ = try policy.deliveryMode(task(), .text(""), tasks: view()) }
    #expect(
      mode.message == "delivery_mode must return 'to_loop', 'manual' or nil, got 'to_lop' (did you mean 'to_loop'?)"
    )
    let next = try faultOf { _ = try policy.continuePolicy(task(), .text(""), tasks: view()) }
    #expect(next.message == "continue_policy returned one value too many: 'x'")
  }
}
