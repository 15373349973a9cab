/// Why a manager refused. Each error names what it concerns and reads as a sentence.
public enum TaskManagerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The id is still remembered; ids are unique.
  case duplicateTask(TaskID)
  /// No task of this id ever was.
  case unknownTask(TaskID)
  /// The task ended, and was forgotten since.
  case forgottenTask(TaskID)
  /// The task has ended; ending is final.
  case alreadyEnded(TaskID, TaskStatus)
  /// The task is in the background already.
  case alreadyBackground(TaskID)
  /// The task is being cancelled, so it can no longer be detached.
  case beingCancelled(TaskID)
  /// The task awaits no approval.
  case notAwaitingApproval(TaskID, TaskStatus)
  /// The manager is shut down and starts nothing more.
  case shutDown

  /// What is wrong, in a sentence.
  public var description: String {
    switch self {
    case .duplicateTask(let id): "a task '\(id)' exists already"
    case .unknownTask(let id): "there is no task '\(id)'"
    case .forgottenTask(let id): "task '\(id)' ended and has been forgotten"
    case .alreadyEnded(let id, let status): "task '\(id)' has ended already (\(status.rawValue))"
    case .alreadyBackground(let id): "task '\(id)' is in the background already"
    case .beingCancelled(let id): "task '\(id)' is being cancelled"
    case .notAwaitingApproval(let id, let status): "task '\(id)' awaits no approval (it is \(status.rawValue))"
    case .shutDown: "the task manager is shut down"
    }
  }
}
