import FoundationEssentials
import Testing

@Suite("With --json")
struct BatchJSONTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("every line of the output is one JSON object, errors and prints included")
  func objects() async throws {
    let run = try await Program.batch(
      #"print("one\ntwo", "\27[31mred")"#,
      "1 + 1",
      ":start echo message=hi",
      ":wait",
      ":start nope",
      ":wait",
      ":tasks",
      ":tools",
      ":stats",
      ":policy",
      ":session",
      ":turn",
      ":updates",
      ":drain",
      ":explain 1",
      ":output 1",
      ":events 1",
      ":route echo",
      ":help",
      ":help start",
      ":wrong",
      "error('boom')",
      "x = =",
      ":start echo {",
      options: ["--json"],
      in: folder
    )
    #expect(run.status == 1)
    #expect(run.errors == "")
    #expect(run.outputLines.count >= 24)
    for line in run.outputLines {
      let object = try? JSONDecoder().decode([String: AnyJSON].self, from: Data(line.utf8))
      #expect(object?.count == 1, "not an object of one key: \(line)")
    }
  }

  @Test("events and answers are there for programs to read")
  func contents() async throws {
    let run = try await Program.batch(":start echo message=hi", ":wait", options: ["--json"], in: folder)
    let keys = try run.outputLines.map { line in
      try JSONDecoder().decode([String: AnyJSON].self, from: Data(line.utf8)).keys.first
    }
    #expect(keys.filter { $0 == "event" }.count == 2, "\(run)")
    #expect(keys.last == "resolution")
    #expect(run.outputLines.last?.contains(#""output":{"message":"hi"}"#) == true, "\(run)")
  }
}

/// Any JSON value, whatever it is.
private struct AnyJSON: Decodable {
  init(from decoder: any Decoder) throws {}
}
