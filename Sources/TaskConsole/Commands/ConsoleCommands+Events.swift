import TaskEngine
import TaskScripting

extension Console {
  /// `:events`: with a level, which events are shown as they come; else those so far.
  func events(_ words: [String]) throws {
    var filter = EventFilter()
    var level: LiveEvents.Level?
    for word in words {
      if let named = LiveEvents.Level(rawValue: word) {
        guard level == nil else { throw UsageError("events", "one of off, on and all") }
        level = named
      } else if try !filter.add(word) {
        filter.tasks.insert(try taskID(word))
      }
    }
    guard let level else { return showEvents(filter) }
    if level == .off, !filter.isEmpty { throw UsageError("events", "off takes no filter") }
    events.show(LiveEvents(level: level, filter: filter))
  }

  private func showEvents(_ filter: EventFilter) {
    events.flush()
    for event in host.world.recorder.events where filter.matches(event) {
      output.show(EventPrinter.line(event, style: output.style), as: "event", json: event.record.jsonText)
    }
  }
}
