import TaskEngine
import TaskScripting

extension Console {
  /// Draws the session's tasks, here or into a file.
  func showTimeline(_ file: String?) throws {
    events.flush()
    let tasks = TaskSpans.all(host.world.recorder.events, now: host.world.control.now)
    let chart = TimelineChart(tasks)
    if let file {
      guard file.hasSuffix(".svg") else {
        throw UsageError("timeline", "it draws SVG pictures, so the file's name has to end in .svg")
      }
      guard !tasks.isEmpty else {
        throw UsageError("timeline", "no task has been started, so there is nothing to draw")
      }
      try NewFile.write(chart.svg, to: file, replacing: true)
      return output.show("drew \(tasks.count) task\(tasks.count == 1 ? "" : "s") to \(file)", as: "saved")
    }
    let width = TerminalWidth.terminalColumns(environment: [:])
    output.show(
      tasks.isEmpty ? "no tasks" : chart.lines(width: width, style: output.style).joined(separator: "\n"),
      as: "timeline",
      json: "[" + tasks.map(\.record.jsonText).joined(separator: ",") + "]"
    )
  }
}

extension TaskSpans {
  fileprivate var record: Record {
    var record = Record([
      "task_id": .string(task.id.rawValue), "tool_name": .string(task.toolName),
      "status": .string(task.status.rawValue),
    ])
    record["spans"] = .records(
      spans.map { span in
        Record([
          "state": .string(span.state.rawValue), "begin": .number(span.begin.inSeconds),
          "end": .number(span.end.inSeconds),
        ])
      }
    )
    return record
  }
}
