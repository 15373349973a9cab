import ScenarioRunner
import Testing

@Suite("TAP")
struct TAPTests {
  @Test("a point for each test, named by its joined path, with what is known of a failure")
  func points() async throws {
    let folder = try ScenarioFolder()
    try Mixture.write(in: folder)
    let run = await run([folder.path], reports: [ReportRequest(.tap)])
    #expect(run.status == 2)
    let points = run.output.split(separator: "\n").filter { !$0.hasPrefix("  ") }
    #expect(
      points == [
        "TAP version 13",
        ##"ok 1 - a <b> & "q" \#slow passes \# TODO \\ here"##,
        ##"not ok 2 - a <b> & "q" \#slow fails"##,
        ##"not ok 3 - a <b> & "q" \#slow errs over lines"##,
        ##"not ok 4 - a <b> & "q" \#slow raises a table"##,
        ##"ok 5 - a <b> & "q" \#slow later, one day # SKIP pending"##,
        "not ok 6 - \(folder.path)/b.scenario.lua could not be loaded",
        "1..6",
      ]
    )
    #expect(run.output.contains("  severity: \"fail\"\n  file: \"\(folder.path)/a.scenario.lua\"\n  line: 5\n"))
    #expect(run.output.contains(#"  log: "\#(folder.path)/a.scenario.lua:4: log \\27[31m \\0 ]]> <x>""#))
  }

  @Test("an interrupted run says so")
  func interrupted() async throws {
    let folder = try ScenarioFolder()
    try folder.write("a.scenario.lua", "it('a', function() end)")
    let stop = RunStop()
    stop.request()
    let run = await run([folder.path], reports: [ReportRequest(.tap)], stop: stop)
    #expect(run.output == "TAP version 13\n1..0\nBail out! interrupted\n")
  }

  @Test(
    "Perl's prove counts the same",
    .enabled(if: Tool.isInstalled("prove"), Tool.missing("prove", package: "perl"))
  )
  func prove() async throws {
    let folder = try ScenarioFolder()
    try Mixture.write(in: folder)
    let report = "\(folder.path)/report.tap"
    _ = await run([folder.path], reports: [ReportRequest(.tap, file: report)])
    let bad = try Tool.run("prove -e cat \(report)")
    #expect(bad.status == 1)
    #expect(bad.output.contains("Failed 4/6 subtests") && bad.output.contains("(less 1 skipped subtest: 1 okay)"))
    #expect(!bad.output.contains("Parse errors"), "\(bad.output)")
    _ = await run([folder.path], options: filtered("passes"), reports: [ReportRequest(.tap, file: report)])
    try folder.write("b.scenario.lua", "it('x', function() end)")
    _ = await run([folder.path], options: filtered("passes"), reports: [ReportRequest(.tap, file: report)])
    let good = try Tool.run("prove -e cat \(report)")
    #expect(good.status == 0 && good.output.contains("Tests=1"), "\(good.output)")
  }

  private func filtered(_ part: String) -> ScenarioOptions {
    var options = ScenarioOptions()
    options.filter = part
    return options
  }
}
