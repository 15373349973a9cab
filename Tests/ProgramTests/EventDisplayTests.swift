import FoundationEssentials
import Testing

@Suite("At a terminal: events")
struct EventDisplayTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("of some tools only, of none, and output too, as ':events' says")
  func levels() async throws {
    let session = try await TerminalSession(in: folder)
    try await session.enter(":events on tool=fail")
    try await session.enter(":start echo")
    try await session.enter(":start fail message=no")
    try await session.showsLine(with: "failed", "task-2", "fail", "no")
    #expect(!session.screen.text.contains("task-1"))
    try await session.enter(":events all")
    try await session.enter(":start shell command='echo printed'")
    try await session.showsLine(with: "output", "task-3", "shell", "printed")
    try await session.showsLine(with: "completed", "task-3")
    try await session.enter(":events off")
    try await session.enter(":start echo")
    try await session.enter(":wait 4")
    #expect(!session.screen.text.contains("task-4"))
    // Those so far are there all the same.
    #expect(try await session.enter(":events 4").count == 2)
    #expect(try await session.enter(":events kind=background") == [])
  }

  @Test("change the counts in the prompt while a line is typed, which stays")
  func prompt() async throws {
    let session = try await TerminalSession(in: folder)
    try await session.enter(#":start shell command="until [ -e go ]; do sleep 0.1; done""#)
    try await session.enter(":detach 1")
    try await session.typeAhead("half")
    #expect(session.screen.lines.last == "main/t1 1 running> half")
    try folder.write("", to: "go")
    try await session.shows("the result that is ready") { $0.last == "main/t1 1 ready> half" }
    session.type("\u{15}")
    try await session.enter(":updates")
    #expect(session.screen.lines.last == "main/t1>")
  }

  @Test("a thousand a second are summarised, none is lost, and typing goes on")
  func burst() async throws {
    let seconds = ProcessInfo.processInfo.environment["SWITCHYARD_TORTURE"] == nil ? 3 : 10
    try folder.write(
      """
      tools.define("burst", function(input, context)
        local began = tasks.now()
        -- Each call has two events.
        for call = 1, \(seconds) * 500 do
          context.call("echo", {})
          sleep(math.max(0, began + call / 500 - tasks.now()))
        end
      end)
      """,
      to: "burst.lua"
    )
    let session = try await TerminalSession(in: folder, "--tools", "burst.lua")
    try await session.begin(":start burst")
    try await session.showsLine(with: "more completed")
    let typed = "this is typed while events come, letter by letter"
    for end in typed.indices {
      session.type(String(typed[end]))
      try await session.shows("what was typed") {
        TerminalSession.typed(at: $0.last) == String(typed[...end]).trimmedEnd
      }
    }
    // When nothing runs any more, at most the last count is to come.
    try await session.shows("the line") { $0.last == "main/t1> \(typed)" }
    session.type("\u{15}")
    try await session.showsPrompt()
    try await session.enter("'the end'")

    // Every event was shown or counted, once, and nothing else is on the screen.
    var counts = ["started": 0, "completed": 0]
    for line in session.screen.lines.prefix(while: { $0 != "the end" }) {
      let words = line.split(separator: " ")
      if words.count > 4, words[1] == "…" {
        for part in line.split(separator: "…")[1].split(separator: ",") {
          let words = part.split(separator: " ")
          counts[String(words[2]), default: 0] += try #require(Int(words[0]), "\(line)")
        }
      } else if words.count > 3, Double(words[0]) != nil {
        counts[String(words[1]), default: 0] += 1
        #expect(words[2].hasPrefix("task-") && ["echo", "burst"].contains(words[3]), "\(line)")
      } else {
        #expect(line.hasPrefix("Switchyard.") || line.hasPrefix("main/t1> "), "\(line)")
      }
    }
    #expect(counts == ["started": seconds * 500 + 1, "completed": seconds * 500 + 1])
    // A quarter of the events at most, also where the machine is slow.
    #expect(session.screen.lines.count < 250 * seconds)
  }
}

extension String {
  /// As a screen shows it.
  fileprivate var trimmedEnd: String {
    String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
  }
}
