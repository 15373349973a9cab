import ScenarioRunner
import Synchronization
import Testing

@Suite("Several files at once")
struct JobsTests {
  @Test("what happens is passed on in the order of the files, whatever ends first", arguments: 0..<50)
  func order(seed: UInt64) {
    let seen = Lines()
    let order = FileOrder { event in
      switch event {
      case .fileBegan(let file): seen.add("began \(file)")
      case .testBegan: seen.add("runs")
      case .testEnded: seen.add("test")
      case .fileEnded(let report): seen.add("ended \(report.file)")
      }
    }
    var random = Random(state: seed)
    var left = (0..<4).map { file in ["began", "ended"].map { (file, $0) } }
    while let place = left.indices.filter({ !left[$0].isEmpty }).randomElement(using: &random) {
      let (file, what) = left[place].removeFirst()
      order.take(what == "began" ? .fileBegan("\(file)") : .fileEnded(ScenarioFileReport(file: "\(file)")), at: place)
    }
    #expect(seen.lines == (0..<4).flatMap { ["began \($0)", "ended \($0)"] })
  }

  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state
    }
  }

  @Test("the first file that has not ended is told of as it runs")
  func live() {
    let seen = Lines()
    let order = FileOrder { if case .fileBegan(let file) = $0 { seen.add(file) } }
    order.take(.fileBegan("b"), at: 1)
    #expect(seen.lines == [])
    order.take(.fileBegan("a"), at: 0)
    #expect(seen.lines == ["a"])
    order.take(.fileEnded(ScenarioFileReport(file: "a")), at: 0)
    #expect(seen.lines == ["a", "b"])
  }

  @Test("with jobs the report is the same, and nothing is shared between the files")
  func jobs() async throws {
    let folder = try ScenarioFolder()
    for number in 10..<30 {
      try folder.write(
        "\(number).scenario.lua",
        """
        assert.is_nil(left_over) left_over = true
        policy.define("local n = 0 return { route = function() n = n + 1 return { reason = 'n' .. n } end }")
        it("a", function()
          for i = 1, 20 do tasks.start("sleep", { seconds = math.random() }) end
          tasks.wait_for_idle()
          assert.equal("n21", tasks.start("echo"):explain()[1].reason)
          for _, event in ipairs(tasks.events()) do print(json.encode(event)) end
          error("shows its log")
        end)
        """
      )
    }
    var outputs: [String] = []
    for jobs in [1, 4] {
      var options = ScenarioOptions()
      options.jobs = jobs
      let run = await run([folder.path], options: options)
      #expect(run.status == 1)
      outputs.append(run.output.split(separator: "\n").dropLast().joined(separator: "\n"))
    }
    #expect(outputs[0] == outputs[1])
    #expect(outputs[0].contains("29.scenario.lua"))
  }

  @Test("bail shows nothing of the files after the failure, however many run at once")
  func bail() async throws {
    let folder = try ScenarioFolder()
    try folder.write("a.scenario.lua", "it('first', function() advance(100) error('no') end)")
    for name in ["b", "c", "d"] { try folder.write("\(name).scenario.lua", "it('later', function() end)") }
    var options = ScenarioOptions()
    (options.jobs, options.bails) = (3, true)
    let run = await run([folder.path], options: options)
    #expect(run.status == 1 && run.output.contains("0 passed, 0 failed, 1 error in"), "\(run)")
  }
}
