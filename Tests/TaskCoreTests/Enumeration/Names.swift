@testable import TaskCore

/// The names of cases, for saying which have occurred. A new case does not compile until it is named here.

extension Fact.Kind {
  var name: String {
    switch self {
    case .queued: "queued"
    case .started: "started"
    case .detached: "detached"
    case .ended: "ended"
    case .continueRequested: "continueRequested"
    case .progress: "progress"
    case .output: "output"
    case .policyLoaded: "policyLoaded"
    case .policyFault: "policyFault"
    }
  }
}

extension Effect {
  var name: String {
    switch self {
    case .startRun: "startRun"
    case .cancelTool: "cancelTool"
    case .finishTask: "finishTask"
    case .askDelivery: "askDelivery"
    case .resume: "resume"
    case .finishStreams: "finishStreams"
    }
  }
}

extension RunEnd {
  var name: String {
    switch self {
    case .returned: "returned"
    case .threw: "threw"
    case .denied: "denied"
    case .deadlinePassed: "deadlinePassed"
    case .queueDeadlinePassed: "queueDeadlinePassed"
    case .cancelled(.byHand, false): "cancelled by hand"
    case .cancelled(.turnInterrupted, false): "cancelled with its turn"
    case .cancelled(.shutdown, false): "cancelled by the shutdown"
    case .cancelled(.deadline, _): "cancelled by a deadline"
    case .cancelled(.callerEnded, false): "cancelled with its caller"
    case .cancelled(.callerEnded, true): "abandoned, with its caller"
    case .cancelled(.byHand, true): "abandoned, by hand"
    case .cancelled(.turnInterrupted, true): "abandoned, with its turn"
    case .cancelled(.shutdown, true): "abandoned, by the shutdown"
    case .approvalRequired: "approvalRequired"
    }
  }
}

extension Wake {
  var name: String {
    switch self {
    case .turn(.settled): "turn's answer"
    case .turn(.detached): "turn's detached task"
    case .turn(nil): "turn's end"
    case .loop: "loop"
    case .task: "task"
    case .child: "child"
    case .idle: "idle"
    case .shutDown: "shutDown"
    }
  }
}

extension TaskManagerError {
  var name: String {
    switch self {
    case .duplicateTask: "duplicateTask"
    case .unknownTask: "unknownTask"
    case .forgottenTask: "forgottenTask"
    case .alreadyEnded: "alreadyEnded"
    case .alreadyBackground: "alreadyBackground"
    case .beingCancelled: "beingCancelled"
    case .notAwaitingApproval: "notAwaitingApproval"
    case .shutDown: "shutDown"
    }
  }
}
