#if Metrics
  import Metrics
  import TaskCore

  /// Reports to swift-metrics: `switchyard_tasks_ended_total`, `switchyard_task_run_seconds`,
  /// `switchyard_task_queue_seconds` and `switchyard_tasks_late_total`, by label and status.
  struct TaskMetrics: Sendable {
    static let areReported = true

    func ended(_ task: TaskSnapshot) {
      let dimensions = [("label", task.label), ("status", task.status.rawValue)]
      Counter(label: "switchyard_tasks_ended_total", dimensions: dimensions).increment()
      guard let startedAt = task.startedAt else { return }
      record(startedAt - task.launchedAt, as: "switchyard_task_queue_seconds", dimensions)
      if let endedAt = task.endedAt { record(endedAt - startedAt, as: "switchyard_task_run_seconds", dimensions) }
    }

    private func record(_ duration: Duration, as label: String, _ dimensions: [(String, String)]) {
      Metrics.Timer(label: label, dimensions: dimensions).recordNanoseconds(Int64(duration.inSeconds * 1e9))
    }
  }
#else
  import TaskCore

  /// Reports nothing: the package trait `Metrics` is off.
  struct TaskMetrics: Sendable {
    static let areReported = false

    func ended(_ task: TaskSnapshot) {}
  }
#endif
