import Testing

@Suite("A batch: standard input is no terminal")
struct BatchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("prints plain lines: no prompt, no escape codes, status 0")
  func plain() async throws {
    let run = try await Program.batch(":start echo message=hi", ":wait", in: folder)
    #expect(run.status == 0, "\(run)")
    #expect(run.outputLines.last?.contains("hi") == true, "\(run)")
    #expect(run.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 }, "\(run)")
    #expect(!run.output.contains(">"), "\(run)")
    #expect(run.errors == "")
  }

  @Test("colours where they are asked for, terminal or not")
  func colour() async throws {
    let run = try await Program.batch(":start echo", options: ["--color", "always"], in: folder)
    #expect(run.output.contains("\u{1B}["), "\(run)")
  }

  @Test("shows the value of an expression and nothing of a statement")
  func values() async throws {
    let run = try await Program.batch("x = 6 * 7", "x", "local y = 1", in: folder)
    #expect(run.output == "42\n")
    #expect(run.status == 0)
  }

  @Test("takes Lua over several lines")
  func severalLines() async throws {
    let run = try await Program.batch("function double(x)", "  return x * 2", "end", "double(21)", in: folder)
    #expect(run.output == "42\n")
    #expect(run.errors == "")
  }

  @Test("waits for what still runs when its lines are at an end")
  func waitsForIdle() async throws {
    let run = try await Program.batch(#":start shell command="sleep 0.3; echo late""#, in: folder)
    #expect(run.outputLines.contains { $0.contains("completed") && $0.contains("task-1") }, "\(run)")
    #expect(run.status == 0)
  }

  @Test("':quit' ends it at once, what runs is cancelled")
  func quits() async throws {
    let run = try await Program.batch(":start sleep seconds:=1000", ":quit", "print('not reached')", in: folder)
    #expect(run.status == 0, "\(run)")
    #expect(run.outputLines.contains { $0.contains("cancelled") && $0.contains("task-1") }, "\(run)")
    #expect(!run.output.contains("not reached"))
  }

  @Test("shows events in their order, each before the answer of the command that waited for it")
  func order() async throws {
    let run = try await Program.batch(":start echo message=hi", ":wait", in: folder)
    let words = ["started", "completed", "task-1 echo completed:"]
    try #require(run.outputLines.count == words.count, "\(run)")
    for (line, word) in zip(run.outputLines, words) { #expect(line.contains(word), "\(run)") }
  }

  @Test("an answer that is an error says so, also where its task completed")
  func errorAnswers() async throws {
    let run = try await Program.batch(#":start shell command="echo no; exit 3""#, ":wait", in: folder)
    #expect(run.outputLines.last == "task-1 shell completed with exit code 3: no", "\(run)")
    #expect(run.status == 0)
  }

  @Test("without lines it says nothing")
  func empty() async throws {
    let run = try await Program.batch(in: folder)
    #expect(run.status == 0)
    #expect(run.output + run.errors == "")
  }
}
