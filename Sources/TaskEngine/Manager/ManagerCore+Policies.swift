extension ManagerCore {
  /// Asks the routing policy. If it fails, the call runs under the fallback, and the fault is told.
  func route(_ request: ToolRequest) -> (RoutingDecision, DecisionRecord, PolicyFault?) {
    let view = view(for: request, excluding: nil)
    let began = now
    var record = DecisionRecord(function: "route", result: "")
    do {
      let decision = try configuration.routing?.route(request, tasks: view) ?? .foreground
      if let defect = decision.defect { throw PolicyFault(function: "route", message: Wording.defect(defect)) }
      record.result = Wording.decision(decision)
      record.reason = decision.reason?.prefix(characters: 1024)
      record.source = view.source
      record.duration = now - began
      return (decision, record, nil)
    } catch {
      let fault = PolicyFault(error, in: "route")
      record.result = Wording.decision(.foreground)
      record.fault = fault.description
      record.source = view.source
      record.duration = now - began
      return (.foreground, record, fault)
    }
  }

  /// Asks both checkers; a fault denies. What was decided is kept for the task's explanation.
  func askPermission(_ task: TaskSnapshot, context: TaskStartContext) -> PermissionDecision {
    var strictest = PermissionDecision.allow
    for checker in [context.permission, configuration.permission].compactMap({ $0 }) {
      let view = view(for: task.request, excluding: task.id)
      let began = now
      var record = DecisionRecord(function: "permission", result: "")
      do {
        let decision = try checker.evaluate(task.request, tasks: view)
        (record.result, record.reason) = Wording.permission(decision)
        strictest = strictest.strictest(decision)
      } catch {
        let fault = PolicyFault(error, in: "permission", task: task.id)
        record.result = "deny"
        record.fault = fault.description
        strictest = strictest.strictest(.deny(reason: "the policy failed: \(fault)"))
        tell(fault)
      }
      record.source = view.source
      record.duration = now - began
      let decided = record
      read { $0.decisionMade(decided, about: task.id) }
    }
    return strictest
  }

  /// Asks the delivery policy about a run that ended in the background, then lets the end be final.
  func askDelivery(_ settled: SettledRun) {
    var records: [DecisionRecord] = []
    var mode: DeliveryMode?
    var continuePolicy: ContinuePolicy?
    if let policy = configuration.delivery {
      let result = Wording.result(of: settled)
      mode = ask("delivery_mode", about: settled, records: &records) { view in
        try policy.deliveryMode(settled.task, result, tasks: view)
      }
      continuePolicy = ask("continue_policy", about: settled, records: &records) { view in
        try policy.continuePolicy(settled.task, result, tasks: view)
      }
    }
    perform { scheduler, now in
      scheduler.deliveryDecided(settled, mode: mode, continuePolicy: continuePolicy, records: records, at: now)
    }
  }

  private func ask<Choice: RawRepresentable<String>>(
    _ function: String,
    about settled: SettledRun,
    records: inout [DecisionRecord],
    _ body: (TaskView) throws -> Choice?
  ) -> Choice? {
    let view = view(for: settled.task.request, excluding: settled.task.id)
    let began = now
    var record = DecisionRecord(function: function, result: "default")
    var choice: Choice?
    do {
      choice = try body(view)
      record.result = choice?.rawValue ?? "default"
    } catch {
      let fault = PolicyFault(error, in: function, task: settled.task.id)
      record.fault = fault.description
      tell(fault)
    }
    record.source = view.source
    record.duration = now - began
    records.append(record)
    return choice
  }

  /// Tells of a fault as an event.
  func tell(_ fault: PolicyFault) {
    perform { scheduler, now in scheduler.policyFaulted(fault, at: now) }
  }

  func report(_ report: PolicyReport) {
    switch report {
    case .loaded(let load): perform { scheduler, now in scheduler.policyWasLoaded(load, at: now) }
    case .fault(let fault): tell(fault)
    }
  }

  func view(for request: ToolRequest, excluding id: TaskID?) -> TaskView {
    TaskView(
      now: now,
      tasks: { [self] in read { $0.liveTasks() }.filter { $0.task.id != id } },
      statistics: { [self] label in read { $0.labelHistory }.statistics(of: label) },
      turnHeld: { [self] in read { $0.held(request.turnKey, at: now) } }
    )
  }
}

extension PolicyFault {
  /// The fault that an error of any kind is.
  package init(_ error: any Error, in function: String, task: TaskID? = nil) {
    self = (error as? PolicyFault) ?? PolicyFault(function: function, message: "\(error)".prefix(characters: 1024))
    taskID = taskID ?? task
  }
}
