import TaskEngine
import Testing

@testable import TaskConsole

@Suite("Which events are shown as they come")
struct LiveEventsTests {
  private static func task(_ number: Int = 1, _ tool: String = "echo", _ kind: TaskKind = .foreground) -> TaskSnapshot {
    let request = ToolRequest(toolName: tool, input: "{}", turnID: "t1")
    let identity = TaskIdentity(id: TaskID(generated: number), request: request, label: tool, launchedAt: .zero)
    return TaskSnapshot(identity: identity, kind: kind, status: .running)
  }

  private static func event(_ kind: TaskEvent.Kind) -> TaskEvent { TaskEvent(sequence: 1, time: .zero, kind: kind) }

  @Test(
    "on: lifecycles; all: progress and output too; off: none",
    arguments: [
      (LiveEvents.Level.off, [false, false, false, false]), (.on, [true, false, false, true]),
      (.all, [true, true, true, true]),
    ]
  )
  func levels(level: LiveEvents.Level, expected: [Bool]) {
    let kinds: [TaskEvent.Kind] = [
      .started(Self.task()), .progress(Self.task(), "x"), .output(Self.task(), "x"), .lagged(1),
    ]
    #expect(kinds.map { LiveEvents(level: level).shows(Self.event($0), isWatched: true) } == expected)
  }

  @Test("a batch shows progress as well")
  func batch() {
    let live = LiveEvents()
    #expect(live.shows(Self.event(.progress(Self.task(), "x")), isWatched: false))
    #expect(!live.shows(Self.event(.output(Self.task(), "x")), isWatched: false))
  }

  @Test("filters name tasks, tools or kinds, and what names several of these means events that have them all")
  func filters() throws {
    var filter = EventFilter()
    #expect(filter.matches(Self.event(.lagged(1))))
    let added = [try filter.add("tool=shell"), try filter.add("kind=background"), try filter.add("7")]
    #expect(added == [true, true, false])
    #expect(filter.matches(Self.event(.started(Self.task(1, "shell", .background)))))
    #expect(!filter.matches(Self.event(.started(Self.task(1, "shell")))))
    #expect(!filter.matches(Self.event(.started(Self.task(1, "echo", .background)))))
    #expect(!filter.matches(Self.event(.lagged(1))))
    // As they come, a gap may hide any of them.
    #expect(LiveEvents(filter: filter).shows(Self.event(.lagged(1)), isWatched: true))
    filter.tasks = ["task-2"]
    #expect(!filter.matches(Self.event(.started(Self.task(1, "shell", .background)))))
  }

  @Test(
    "what is no filter says which there are",
    arguments: [
      ("kind=slow", "foreground or background"), ("tol=x", "tool=NAME and kind=KIND"), ("tool=", "tool=NAME"),
    ]
  )
  func wrong(word: String, part: String) {
    var filter = EventFilter()
    let error = #expect(throws: UsageError.self) { try filter.add(word) }
    #expect(error?.description.contains(part) == true)
  }

  @Test("their lines are in columns, and what a tool tells is cut to the terminal")
  func columns() {
    let style = TerminalStyle(isColored: false)
    func line(_ kind: TaskEvent.Kind) -> String { EventPrinter.line(Self.event(kind), style: style, columns: 60) }
    #expect(line(.started(Self.task())) == "    0.000  started            task-1    echo       (foreground)")
    #expect(line(.queued(Self.task(12, "shell"))) == "    0.000  queued             task-12   shell      (foreground)")
    #expect(TerminalWidth.columns(of: line(.progress(Self.task(), String(repeating: "日", count: 80)))) <= 60)
    #expect(line(.failed(Self.task(), String(repeating: "x", count: 80))).hasSuffix(String(repeating: "x", count: 80)))
  }
}
