import ScenarioRunner
import Testing

@Suite("Which reports are written, and where")
struct ReportRequestTests {
  @Test("a kind, or a kind and a file")
  func reading() {
    #expect(ReportRequest("tap") == ReportRequest(.tap))
    #expect(ReportRequest("junit:a:b.xml") == ReportRequest(.junit, file: "a:b.xml"))
    #expect(ReportRequest("json:-") == ReportRequest(.json))
    for text in ["", "xml", "junit:", ":out", "TAP"] { #expect(ReportRequest(text) == nil) }
  }

  @Test("only what people read may share standard output, and no two share a file")
  func conflicts() {
    func conflict(_ texts: String...) -> String? { ReportRequest.conflict(in: texts.compactMap { ReportRequest($0) }) }
    #expect(conflict("pretty", "github", "tap:a", "junit:b") == nil)
    #expect(conflict("pretty", "tap")?.contains("tap cannot share standard output") == true)
    #expect(conflict("tap", "tap") != nil)
    #expect(conflict("tap:a", "junit:a")?.contains("a") == true)
  }

  @Test("several at once tell the same")
  func several() async throws {
    let folder = try ScenarioFolder()
    try Mixture.write(in: folder)
    let files = ["tap", "junit", "json", "github"]
    let requests = files.compactMap { ReportRequest("\($0):\(folder.path)/out.\($0)") } + [ReportRequest(.pretty)]
    let run = await run([folder.path], reports: requests)
    #expect(run.output.contains("1 passed, 1 failed, 2 errors, 1 pending, 1 file not loaded"))
    for file in files { #expect(try folder.read("out.\(file)").contains("100%"), "\(file)") }
  }

  @Test("a report that cannot be written is named; the others and the tests go on; status 2")
  func unwritable() async throws {
    let folder = try ScenarioFolder()
    try folder.write("a.scenario.lua", "it('a', function() end)")
    let path = "\(folder.path)/none/out.xml"
    let run = await run([folder.path], reports: [ReportRequest(.junit, file: path), ReportRequest(.pretty)])
    #expect(run.status == 2)
    #expect(run.complaints == "error: cannot write the report \(path): no such file or directory\n")
    #expect(run.output.contains("1 passed"))
  }

  @Test("a report whose disk is full is given up; status 2")
  func full() async throws {
    let folder = try ScenarioFolder()
    try folder.write("a.scenario.lua", "it('a', function() end)")
    let run = await run([folder.path], reports: [ReportRequest(.tap, file: "/dev/full"), ReportRequest(.pretty)])
    #expect(run.status == 2 && run.output.contains("1 passed"))
    #expect(run.complaints == "error: cannot write the report /dev/full: no space left on device\n")
  }
}
