import ArgumentParser
import TaskConsole
import TaskEngine
import TaskPolicy

struct RouteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "route",
    abstract: "Print what a policy says of a call.",
    discussion:
      "Exit status: 1 if the policy fails on it, 2 if the policy cannot be loaded, 64 if the input is no JSON."
  )

  @Flag(help: "One JSON object.")
  var json = false
  @Argument(help: "The policy file.")
  var policy: String
  @Argument(help: "The tool that is called.")
  var tool: String
  @Argument(help: "The call's input, as JSON.")
  var input: String = "{}"

  func validate() throws {
    do { try JSONInput.check(input) } catch { throw ValidationError("the input is not JSON: \(error)") }
  }

  func run() async throws {
    let request = ToolRequest(toolName: tool, input: JSONText(input), turnID: "t1")
    let policy: LuaPolicy
    do {
      policy = try LuaPolicy(contentsOf: self.policy, watching: false)
    } catch {
      complain("error: \(error)")
      throw ExitCode(2)
    }
    let decided = TryOut(policy).decide(request)
    for fault in decided.faults { complain("error: \(fault.function) failed, so the fallback decides: \(fault)") }
    say(json ? decided.answer.jsonText : decided.answer.text)
    try exit(with: decided.faults.isEmpty ? 0 : 1)
  }
}

/// Asks a policy about a call as a manager would: where it fails, the fallback decides.
struct TryOut {
  private let policy: LuaPolicy

  init(_ policy: LuaPolicy) { self.policy = policy }

  func decide(_ request: ToolRequest) -> (answer: RouteAnswer, faults: [PolicyFault]) {
    var faults: [PolicyFault] = []
    var routing = RoutingDecision.foreground
    var permission = PermissionDecision.allow
    do { routing = try policy.route(request, tasks: .empty) } catch {
      faults.append(PolicyFault(error, in: "route"))
    }
    do { permission = try policy.evaluate(request, tasks: .empty) } catch {
      let fault = PolicyFault(error, in: "permission")
      faults.append(fault)
      permission = .deny(reason: "the policy failed: \(fault)")
    }
    return (RouteAnswer(routing: routing, permission: permission), faults)
  }
}
