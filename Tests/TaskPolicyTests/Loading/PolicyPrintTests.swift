import LuaRuntime
import Synchronization
import TaskEngine
import TaskPolicy
import Testing

@Suite("What a policy prints")
struct PolicyPrintTests {
  /// What was printed.
  private final class Prints: Sendable {
    private let all = Mutex<[LuaPrint]>([])
    var environment: PolicyEnvironment {
      PolicyEnvironment(onPrint: { print in self.all.withLock { $0.append(print) } })
    }
    var texts: [String] { all.withLock { $0.map { "\($0.source):\($0.line): \($0.text)" } } }
    var bytes: Int { all.withLock { $0.reduce(0) { $0 + $1.text.utf8.count } } }
  }

  @Test("print names the line, while loading and while asked")
  func lines() throws {
    let prints = Prints()
    let policy = try LuaPolicy(
      """
      print("loading", 1, nil, true)
      return { route = function(request)
        print(request.tool_name)
      end }
      """,
      environment: prints.environment
    )
    _ = try policy.route(call(), tasks: view())
    #expect(prints.texts == ["p.lua:1: loading\t1\tnil\ttrue", "p.lua:3: build"])
  }

  @Test("one call's printing is cut at 4 KiB, the next call's begins anew")
  func cut() throws {
    let prints = Prints()
    let policy = try LuaPolicy(
      "return { route = function() for _ = 1, 100 do print(('x'):rep(100)) end end }",
      environment: prints.environment
    )
    _ = try policy.route(call(), tasks: view())
    #expect((4000...4300).contains(prints.bytes), "\(prints.bytes)")
    _ = try policy.route(call(), tasks: view())
    #expect((8000...8600).contains(prints.bytes), "\(prints.bytes)")
  }

  @Test("an error's text is cut at 1 KiB")
  func longError() throws {
    let policy = try LuaPolicy(route: "error(('x'):rep(100000))")
    let fault = try faultOf { _ = try policy.route(call(), tasks: view()) }
    #expect((1000...1100).contains(fault.message.utf8.count), "\(fault.message.utf8.count)")
    let load = try faultOf { try policy.define("error(('x'):rep(100000))") }
    #expect((1000...1100).contains(load.message.utf8.count), "\(load.message.utf8.count)")
  }

  @Test("a reason is cut at 1 KiB, between characters")
  func longReason() throws {
    let policy = try LuaPolicy(
      """
      return {
        route = function() return { reason = ('ä'):rep(5000) } end,
        permission = function() return 'deny', 'x' .. ('ä'):rep(5000) end,
      }
      """
    )
    #expect(try policy.told() == String(repeating: "ä", count: 512) + "…")
    let reason = "x" + String(repeating: "ä", count: 511) + "…"
    #expect(try policy.evaluate(call(), tasks: view()) == .deny(reason: reason))
  }
}
