import Foundation
import TaskConsole
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

  @Test("each line has the shape and the fields that the documentation lists, and every kind occurs")
  func schema() async throws {
    try folder.write("return { route = function() return { detach_after = 0.05 } end }", to: "policy.lua")
    try folder.write("tools.define('t', { takes = 1 })", to: "tools.lua")
    let run = try await Program.batch(
      ":start shell command='sleep 1; echo built'",
      ":wait",
      ":wait idle",
      ":updates",
      ":start fail message=no",
      ":start sleep seconds:=0",
      ":wait idle",
      "print(1)",
      "1 + 1",
      "error('x')",
      ":help",
      ":tasks",
      ":output 1",
      ":explain 1",
      ":session",
      ":turn",
      ":policy",
      ":policy show",
      ":route echo",
      ":tools",
      ":tool",
      ":tools echo",
      ":stats",
      ":timeline",
      ":timeline x.svg",
      ":drain",
      ":events",
      "policy.define('return 1')",
      options: ["--json", "--policy", "policy.lua", "--tools", "tools.lua"],
      in: folder
    )
    var seen: Set<String> = []
    for text in run.outputLines {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let key = try #require(object.keys.first)
      seen.insert(key)
      let line = try #require(OutputLine.all.first { $0.key == key }, "undocumented: \(text)")
      let records: [[String: Any]]
      switch line.shape {
      case .text:
        #expect(object[key] is String, "\(text)")
        records = []
      case .texts:
        #expect(object[key] is [String], "\(text)")
        records = []
      case .object: records = [try #require(object[key] as? [String: Any], "\(text)")]
      case .list: records = try #require(object[key] as? [[String: Any]], "\(text)")
      }
      for record in records {
        for field in line.fields { #expect(record[field] != nil, "no \(field): \(text)") }
        let known = Set(line.fields + line.optionalFields)
        #expect(known.isSuperset(of: record.keys), "undocumented: \(Set(record.keys).subtracting(known)) in \(text)")
      }
    }
    // A file of tools is loaded again only when it is saved.
    #expect(seen == Set(OutputLine.all.map(\.key)).subtracting(["tools_loaded", "tools_fault"]), "\(run)")
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
