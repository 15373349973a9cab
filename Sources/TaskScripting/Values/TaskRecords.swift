package import TaskEngine

extension Optional where Wrapped == JSONValue {
  static func text(_ text: String?) -> JSONValue? { text.map { .string($0) } }
  /// Seconds; whole ones are written without a fraction.
  static func seconds(_ duration: Duration?) -> JSONValue? {
    guard let seconds = duration?.inSeconds else { return nil }
    return Int64(exactly: seconds).map { .integer($0) } ?? .number(seconds)
  }
  static func whole(_ number: Int?) -> JSONValue? { number.map { .integer(Int64($0)) } }
}

extension TaskSnapshot {
  /// The task as scripts and `--json` show it.
  package func record(at now: Duration) -> Record {
    Record([
      "id": .string(id.rawValue),
      "tool_name": .string(toolName),
      "kind": .string(kind.rawValue),
      "status": .string(status.rawValue),
      "detached": .boolean(isDetached),
      "session_id": .string(sessionID.rawValue),
      "turn_id": .string(turnID.rawValue),
      "call_id": .string(callID),
      "label": .string(label),
      "elapsed": .seconds(elapsed(at: now)),
    ])
  }
}

extension TaskResolution {
  /// The resolution as scripts and `--json` show it.
  package var record: Record {
    var record = Record([
      "type": .string(isApproval ? "approval" : "item"),
      "task_id": .string(task.id.rawValue),
      "call_id": .string(task.callID),
      "session_id": .string(task.sessionID.rawValue),
      "turn_id": .string(task.turnID.rawValue),
      "tool_name": .string(task.toolName),
      "kind": .string(task.kind.rawValue),
      "detached": .boolean(task.isDetached),
      "status": .string(task.status.rawValue),
    ])
    switch outcome {
    case .item(let result):
      record["is_error"] = .value(.boolean(result.isError))
      record["output"] = .output(result.output)
      record["metadata"] = .value(.object(result.metadata))
    case .approval(let request):
      record["is_error"] = .value(false)
      record["output"] = .output(.text(request.reason ?? "approval is required"))
      record["metadata"] = .value([:])
    }
    return record
  }

  private var isApproval: Bool { if case .approval = outcome { true } else { false } }
}

extension PendingTask {
  /// A detached task as `wait_for_turn` shows it.
  package func detachedRecord(at now: Duration) -> Record {
    var record = task.record(at: now)
    record["type"] = .value("detached")
    record["task_id"] = .value(.string(task.id.rawValue))
    record["placeholder"] = .output(placeholder.output)
    return record
  }
}

extension ToolResult {
  /// The result as a child call gets it.
  package var record: Record {
    var record = Record(["is_error": .boolean(isError), "metadata": .object(metadata)])
    record["output"] = .output(output)
    return record
  }

  /// The result as a field of a task.
  package func record(of task: TaskSnapshot) -> Record {
    var record = record
    record["status"] = .value(.string(task.status.rawValue))
    record["duration"] = Optional.seconds(task.elapsed(at: task.endedAt ?? .zero) ?? .zero).map { .value($0) }
    return record
  }
}

extension TaskEvent {
  /// The event as scripts and `--json` show it.
  package var record: Record {
    var record = Record([
      "sequence": .integer(Int64(sequence)),
      "type": .string(type),
      "time": .seconds(time),
      "task_id": .text(taskID?.rawValue),
    ])
    if let task {
      record["tool_name"] = .value(.string(task.toolName))
      record["kind"] = .value(.string(task.kind.rawValue))
      record["session_id"] = .value(.string(task.sessionID.rawValue))
      record["turn_id"] = .value(.string(task.turnID.rawValue))
    }
    switch kind {
    case .failed(_, let message): record["message"] = .value(.string(message))
    case .approvalRequired(_, let request): record["reason"] = request.reason.map { .value(.string($0)) }
    case .progress(_, let text), .output(_, let text): record["text"] = .value(.string(text))
    case .policyLoaded(let load):
      record["generation"] = .value(.integer(Int64(load.generation)))
      record["file"] = .value(.string(load.file))
      record["functions"] = .value(.array(load.functions.map { .string($0) }))
      record["duration"] = Optional.seconds(load.duration).map { .value($0) }
    case .policyFault(let fault): record.add(fault)
    case .lagged(let count): record["count"] = .value(.integer(Int64(count)))
    case .queued, .started, .detached, .completed, .cancelled, .continueRequested: break
    }
    return record
  }
}

extension PolicyFault {
  /// The fault as `policy.take_faults` shows it.
  package var record: Record {
    var record = Record(["task_id": .text(taskID?.rawValue)])
    record.add(self)
    return record
  }
}

extension Record {
  fileprivate mutating func add(_ fault: PolicyFault) {
    self["func"] = .value(.string(fault.function))
    self["message"] = .value(.string(fault.message))
    self["file"] = fault.file.map { .value(.string($0)) }
    self["line"] = fault.line.map { .value(.integer(Int64($0))) }
    self["generation"] = .value(.integer(Int64(fault.generation)))
    self["duration"] = Optional.seconds(fault.duration).map { .value($0) }
  }
}

extension DecisionRecord {
  /// The decision as an element of `task:explain()`.
  package var record: Record {
    Record([
      "func": .string(function),
      "result": .string(result),
      "reason": .text(reason),
      "file": .text(source?.file),
      "line": .whole(source?.line),
      "generation": .whole(source?.generation),
      "seconds": .seconds(duration),
      "fault": .text(fault),
    ])
  }
}

extension RoutingDecision {
  /// The decision as `policy.try` and `switchyard route` show it: the table that a policy would return.
  package var record: Record {
    var record = Record([
      "kind": .string(kind.rawValue),
      "detach_after": .seconds(detachAfter),
      "deadline": .seconds(deadline),
      "queue_deadline": .seconds(queueDeadline),
      "label": .text(label),
      "reason": .text(reason),
    ])
    if !concurrency.isEmpty {
      record["concurrency"] = .value(.object(concurrency.mapValues { .integer(Int64($0)) }))
    }
    if priority != 0 { record["priority"] = .value(.integer(Int64(priority))) }
    return record
  }
}

extension PermissionDecision {
  /// The permission as Lua writes it, and its reason.
  package var words: (choice: String, reason: String?) {
    switch self {
    case .allow: ("allow", nil)
    case .deny(let reason): ("deny", reason)
    case .requireApproval(let reason): ("require_approval", reason)
    }
  }
}
