import Testing

@Suite("At a terminal: a slow command")
struct DetachStoryTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      """
      return {
        route = function(request)
          if request.tool_name == "shell" then
            return { detach_after = 0.5, reason = "it may be slow" }
          end
        end,
      }
      """,
      to: "policy.lua"
    )
  }

  @Test("detaches while a line is being typed, runs on in the background, and comes back through the loop")
  func story() async throws {
    let session = try await TerminalSession(in: folder)
    try await session.enter(":policy load policy.lua")
    try await session.showsLine(with: "policy_loaded", "generation 1", "policy.lua")
    // It ends when the test says so, so that no machine is too slow to see it run.
    try await session.enter(#":start shell command="until [ -e go ]; do sleep 0.1; done; echo built""#)
    try await session.typeAhead(":ta")

    try await session.showsLine(with: "detached", "task-1", "shell")
    try await session.shows("the half-typed line, under the event") { lines in
      lines.last == "main/t1 1 running> :ta" && lines.dropLast().last?.contains("detached") == true
    }
    session.type("sks\u{7F}\u{7F}\u{7F}sks\r")
    try await session.shows("the task in the background") { lines in
      lines.contains { $0.hasPrefix("task-1") && $0.contains("running") && $0.contains("background") }
    }
    try await session.showsPrompt()

    #expect(try await session.enter(":updates") == ["no updates"])
    try folder.write("", to: "go")
    try await session.showsLine(with: "completed", "task-1", "shell")
    #expect(try await session.enter(":updates") == ["task-1 shell completed: built"])
    #expect(try await session.enter(":updates") == ["no updates"])
  }

  @Test("tells why it was routed so")
  func explanation() async throws {
    let session = try await TerminalSession(in: folder, "--policy", "policy.lua")
    try await session.enter(":start shell command=true")
    try await session.showsLine(with: "completed", "task-1")
    let story = try await session.enter(":explain 1").joined(separator: "\n")
    #expect(story.contains("detach after 0.5 s"), "\(story)")
    #expect(story.contains("it may be slow"), "\(story)")
    #expect(story.contains("policy.lua:2"), "\(story)")
    #expect(story.contains("generation 1"), "\(story)")
  }

  @Test("can be detached and cancelled by hand, by any beginning of a command that is clear")
  func byHand() async throws {
    let session = try await TerminalSession(in: folder)
    try await session.enter(":star sleep seconds:=1000")
    try await session.enter(":det 1")
    try await session.showsLine(with: "detached", "task-1", "sleep")
    try await session.enter(":can 1")
    try await session.showsLine(with: "cancelled", "task-1", "sleep")
    let answer = try await session.enter(":st 1")
    #expect(answer == ["error: ':st' could be :start, :stats"])
  }
}
