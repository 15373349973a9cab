import LuaRuntime
package import TaskEngine
import TaskPolicy

extension ScriptHost {
  /// The module `policy`.
  func bindPolicy() throws {
    try lua.register(
      module: "policy",
      [
        function("policy.load") { host, parameters in
          try host.loadPolicy(try parameters.text(0, "path"))
          return .values([.integer(Int64(host.world.policy.generation))])
        },
        function("policy.define") { host, parameters in
          try host.world.policy.define(try parameters.text(0, "source"))
          return .values([.integer(Int64(host.world.policy.generation))])
        },
        function("policy.reload") { host, _ in
          try host.world.policy.reload()
          return .values([.integer(Int64(host.world.policy.generation))])
        },
        function("policy.generation") { host, _ in .values([.integer(Int64(host.world.policy.generation))]) },
        function("policy.try") { host, parameters in
          let (_, request, _) = try host.call(parameters)
          let decided = try host.world.decide(request)
          var record = decided.routing.record
          record["permission"] = .value(.string(decided.permission.words.choice))
          record["permission_reason"] = decided.permission.words.reason.map { .value(.string($0)) }
          return .values([record.lua])
        },
        function("policy.take_faults") { host, _ in
          .values([.array(host.world.recorder.takeFaults().map(\.record.lua))])
        },
      ].map { (name: String($0.name.dropFirst("policy.".count)), body: $0.body) }
    )
  }

  /// Loads a policy whose path is relative to the script's folder.
  package func loadPolicy(_ path: String) throws(PolicyFault) {
    try world.policy.load(contentsOf: policyPath(path), watching: !world.time.isVirtual)
  }
}

extension ScriptWorld {
  /// What the policy says of a call, without launching it.
  package func decide(
    _ request: ToolRequest
  ) throws -> (routing: RoutingDecision, permission: PermissionDecision) {
    let view = control.view(for: request)
    return (try policy.route(request, tasks: view), try policy.evaluate(request, tasks: view))
  }
}
