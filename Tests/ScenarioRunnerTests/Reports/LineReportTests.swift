import FoundationEssentials
import ScenarioRunner
import Testing

@Suite("Reports in lines: JSON, GitHub")
struct LineReportTests {
  @Test("each line is a JSON object with a type; a test has all that is known of it, its events too")
  func json() async throws {
    let folder = try ScenarioFolder()
    try folder.write(
      "a.scenario.lua",
      """
      describe("b", function()
        it("c #fast", function() tasks.start("echo", { x = 1 }):wait() print("said") error("no\\0") end)
      end)
      """
    )
    let run = await run([folder.path], reports: [ReportRequest(.json)])
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let objects = try run.output.split(separator: "\n").map {
      try decoder.decode(Line.self, from: Data($0.utf8))
    }
    #expect(objects.map(\.type) == ["file_started", "test", "file_ended", "run_ended"])
    let test = objects[1]
    #expect(test.name == "b c #fast" && test.path == ["b", "c #fast"] && test.tags == ["fast"])
    #expect(test.status == "error" && test.line == 2 && test.message == "no\0" && test.failedLine == 2)
    #expect(test.log == ["\(folder.path)/a.scenario.lua:2: said"])
    #expect(test.events?.map(\.type) == ["started", "completed"])
    #expect(objects[3].errors == 1 && objects[3].passed == 0 && objects[3].interrupted == false)
  }

  private struct Line: Decodable {
    struct Event: Decodable { var type: String }
    var type: String
    var name: String?
    var path: [String]?
    var tags: [String]?
    var status: String?
    var line: Int?
    var message: String?
    var failedLine: Int?
    var log: [String]?
    var events: [Event]?
    var errors: Int?
    var passed: Int?
    var interrupted: Bool?
  }

  @Test("GitHub gets an annotation for each failure and for each file that could not be loaded, escaped")
  func github() async throws {
    let folder = try ScenarioFolder()
    try folder.write("a,b.scenario.lua", "it('100%: a\\nb', function()\n error('100%\\nmore') end)")
    try folder.write("c.scenario.lua", "it(")
    let run = await run([folder.path], reports: [ReportRequest(.github)])
    #expect(
      run.output.split(separator: "\n") == [
        "::error file=\(folder.path)/a%2Cb.scenario.lua,line=2,title=100%25%3A a b::100%25%0Amore",
        "::error file=\(folder.path)/c.scenario.lua,line=1,title=\(folder.path)/c.scenario.lua could not be loaded"
          + "::unexpected symbol near <eof>",
      ]
    )
  }
}
