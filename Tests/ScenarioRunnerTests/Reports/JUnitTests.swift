import ScenarioRunner
import Testing

@Suite("JUnit's XML")
struct JUnitTests {
  @Test("a suite for each file, a case for each test with file, line and time; what failed is told from what erred")
  func report() async throws {
    let folder = try ScenarioFolder()
    try Mixture.write(in: folder)
    let xml = await run([folder.path], reports: [ReportRequest(.junit)]).output
    let file = "\(folder.path)/a.scenario.lua"
    #expect(xml.contains(#"<testsuites name="switchyard" tests="6" failures="1" errors="3" skipped="1" time=""#))
    #expect(xml.contains(#"<testsuite name="\#(file)" tests="5" failures="1" errors="2" skipped="1" time=""#))
    #expect(xml.contains(#"<testcase name="a &lt;b&gt; &amp; &quot;q&quot; #slow fails" classname="tmp."#))
    #expect(xml.contains(#"file="\#(file)" line="3">"#))
    #expect(xml.contains(##"<failure type="assertion" message="Expected objects to be the same.&#10;Passed in:"##))
    #expect(xml.contains("\(file):5: Expected objects to be the same.\nPassed in:"))
    #expect(xml.contains(#"<system-out>\#(file):4: log \27[31m \0 ]]&gt; &lt;x&gt;</system-out>"#))
    #expect(xml.contains(#"message="bad\27 \u{ffff} thing&#10;second, line: 100%""#))
    #expect(xml.contains(#"<skipped message="pending"/>"#))
    #expect(xml.contains(#"<error type="load" message="unexpected symbol near &lt;eof&gt;">"#))
  }

  @Test("a run in which nothing happened is a report too")
  func empty() async throws {
    let folder = try ScenarioFolder()
    let xml = await run([folder.path], reports: [ReportRequest(.junit)]).output
    #expect(xml.contains(#"tests="0" failures="0" errors="0" skipped="0""#) && xml.hasSuffix("</testsuites>\n"))
  }

  @Test(
    "it is valid against the schema that CI systems use",
    .enabled(if: Tool.isInstalled("xmllint"), Tool.missing("xmllint", package: "libxml2-utils"))
  )
  func valid() async throws {
    let folder = try ScenarioFolder()
    try Mixture.write(in: folder)
    let schema = try folder.write("junit.xsd", JUnitSchema.text)
    let report = "\(folder.path)/report.xml"
    _ = await run([folder.path], reports: [ReportRequest(.junit, file: report)])
    let checked = try Tool.run("xmllint --noout --schema \(schema) \(report)")
    #expect(checked.status == 0, "\(checked.output)")
  }
}
