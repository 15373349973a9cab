import LuaRuntime
package import TaskEngine
import TaskPolicy

extension ScriptHost {
  /// The module `policy`.
  static let policy = Bindings<Body>(
    ScriptSurface.policy.functions,
    of: ScriptSurface.policy.shownName,
    [
      "load": { host, parameters in
        try host.loadPolicy(try parameters.text("path"))
        return .values([.integer(Int64(host.world.policy.generation))])
      },
      "define": { host, parameters in
        try host.world.policy.define(try parameters.text("source"))
        return .values([.integer(Int64(host.world.policy.generation))])
      },
      "reload": { host, _ in
        try host.world.policy.reload()
        return .values([.integer(Int64(host.world.policy.generation))])
      },
      "generation": { host, _ in .values([.integer(Int64(host.world.policy.generation))]) },
      "try": { host, parameters in
        let (_, request, _) = try host.call(parameters)
        let decided = try host.world.decide(request)
        var record = decided.routing.record
        record["permission"] = .value(.string(decided.permission.words.choice))
        record["permission_reason"] = decided.permission.words.reason.map { .value(.string($0)) }
        return .values([record.lua])
      },
      "take_faults": { host, _ in .values([.array(host.world.recorder.takeFaults().map(\.record.lua))]) },
    ]
  )

  /// Loads a policy whose path is relative to the script's folder.
  package func loadPolicy(_ path: String) throws(PolicyFault) {
    try world.policy.load(
      contentsOf: policyPath(path),
      watching: configuration.watchesPolicies ?? !world.time.isVirtual
    )
  }
}

extension ScriptWorld {
  /// What the policy says of a call, without launching it.
  package func decide(
    _ request: ToolRequest
  ) throws -> (routing: RoutingDecision, permission: PermissionDecision) {
    try policy.rehearse(request, tasks: control.view(for: request))
  }
}
