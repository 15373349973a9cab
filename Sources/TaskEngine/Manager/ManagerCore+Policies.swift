extension ManagerCore {
  /// Asks the routing policy, if there is one, about a call that will be a task. If it fails, the call runs under the
  /// fallback. Also gives the time when that was decided.
  func route(_ call: TaskIdentity) -> (RoutingDecision, RoutingAccount?, at: Duration) {
    let began = now
    guard let router else { return (.foreground, nil, began) }
    let view = view(for: call, at: began)
    do {
      let decision = try router.policy.route(call.request, tasks: view)
      if let defect = decision.defect { throw PolicyFault(function: "route", message: Wording.defect(defect)) }
      let ended = now
      return (decision, RoutingAccount(duration: ended - began, decider: view.decider, fault: nil), ended)
    } catch {
      let (fault, ended) = (PolicyFault(error, in: "route"), now)
      return (.foreground, RoutingAccount(duration: ended - began, decider: view.decider, fault: fault), ended)
    }
  }

  /// Asks both checkers; a fault denies. What was decided is kept for the task's explanation.
  func askPermission(_ task: TaskSnapshot, context: TaskStartContext) -> PermissionDecision {
    ask(context.permission, about: task).strictest(ask(configuration.permission, about: task))
  }

  private func ask(_ checker: (any PermissionChecker)?, about task: TaskSnapshot) -> PermissionDecision {
    guard let checker else { return .allow }
    let began = now
    let view = view(for: task.identity, at: began, excluding: task.id)
    var record = DecisionRecord(function: "permission", result: "")
    var decision: PermissionDecision
    do {
      decision = try checker.evaluate(task.request, tasks: view)
      (record.result, record.reason) = Wording.permission(decision)
    } catch {
      let fault = PolicyFault(error, in: "permission", task: task.id)
      record.result = "deny"
      record.fault = fault.description
      decision = .deny(reason: "the policy failed: \(fault)")
      tell(fault)
    }
    record.source = view.source
    record.duration = now - began
    let decided = record
    read { $0.decisionMade(decided, about: task.id) }
    return decision
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
    let began = now
    let view = view(for: settled.task.identity, at: began, excluding: settled.task.id)
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

  func view(for call: TaskIdentity, at now: Duration, excluding id: TaskID? = nil) -> TaskView {
    TaskView(now: now, of: self, call: call, excluding: id)
  }
}

extension PolicyFault {
  /// The fault that an error of any kind is.
  package init(_ error: any Error, in function: String, task: TaskID? = nil) {
    self = (error as? PolicyFault) ?? PolicyFault(function: function, message: "\(error)".prefix(characters: 1024))
    taskID = taskID ?? task
  }
}
