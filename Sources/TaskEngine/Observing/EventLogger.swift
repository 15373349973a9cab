import Logging
import TaskCore

/// Writes events to a log, with what they concern as metadata.
struct EventLogger: Sendable {
  let logger: Logger

  func log(_ event: TaskEvent) {
    let (level, message) = Self.entry(event)
    guard level >= logger.logLevel else { return }
    logger.log(level: level, message, metadata: Self.metadata(event))
  }

  private static func entry(_ event: TaskEvent) -> (Logger.Level, Logger.Message) {
    switch event.kind {
    case .queued: (.debug, "task queued")
    case .started: (.debug, "task started")
    case .detached: (.info, "task detached")
    case .completed: (.debug, "task completed")
    case .failed(_, let message): (.warning, "task failed: \(message)")
    case .cancelled: (.info, "task cancelled")
    case .approvalRequired(_, let request): (.notice, "task awaits approval\(request.reason.map { ": \($0)" } ?? "")")
    case .continueRequested: (.info, "loop asked to continue")
    case .progress(_, let text): (.trace, "task progress: \(text)")
    case .output: (.trace, "task output")
    case .policyLoaded: (.notice, "policy loaded")
    case .policyFault(let fault): (.error, "policy fault in \(fault.function): \(fault)")
    case .lagged(let count): (.warning, "\(count) events were not logged")
    }
  }

  private static func metadata(_ event: TaskEvent) -> Logger.Metadata {
    var metadata: Logger.Metadata = ["event": "\(event.type)", "sequence": "\(event.sequence)"]
    if let task = event.task {
      metadata["session"] = "\(task.sessionID)"
      metadata["turn"] = "\(task.turnID)"
      metadata["tool"] = "\(task.toolName)"
      metadata["kind"] = "\(task.kind.rawValue)"
    }
    if let id = event.taskID { metadata["task"] = "\(id)" }
    switch event.kind {
    case .policyLoaded(let load):
      metadata["generation"] = "\(load.generation)"
      metadata["file"] = "\(load.file)"
    case .policyFault(let fault): metadata["generation"] = "\(fault.generation)"
    default: break
    }
    return metadata
  }
}
