import Testing

@testable import TaskCore

@Suite("Label history")
struct LabelHistoryTests {
  @Test("a percentile is the smallest value that so many of a hundred do not pass")
  func percentiles() {
    let hundred = LabelStatistics(durations: (1...100).reversed().map { .seconds($0) }, failures: 3)
    #expect(hundred.p50 == .seconds(50))
    #expect(hundred.p95 == .seconds(95))
    #expect(hundred.mean == .milliseconds(50_500))
    #expect(hundred.count == 100 && hundred.failures == 3)
    let twenty = LabelStatistics(durations: (1...20).map { .seconds($0) }, failures: 0)
    #expect(twenty.p50 == .seconds(10))
    #expect(twenty.p95 == .seconds(19))
    let three = LabelStatistics(durations: [.seconds(1), .seconds(2), .seconds(9)], failures: 0)
    #expect(three.p50 == .seconds(2))
    #expect(three.p95 == .seconds(9))
    let one = LabelStatistics(durations: [.seconds(7)], failures: 1)
    #expect(one.p50 == .seconds(7) && one.p95 == .seconds(7) && one.mean == .seconds(7))
  }

  @Test("only the last 256 runs of a label count")
  func depth() {
    var history = LabelHistory()
    for second in 1...300 { history.add(.seconds(second), isFailure: second <= 50, to: "build") }
    let statistics = history.statistics(of: "build")
    #expect(statistics?.count == 256)
    #expect(statistics?.failures == 6)
    #expect(statistics?.p50 == .seconds(44 + 128))
    #expect(history.statistics(of: "other") == nil)
  }

  @Test("of more than a thousand labels the one unused for longest is forgotten")
  func labels() {
    var history = LabelHistory()
    for number in 1...1000 { history.add(.seconds(1), isFailure: false, to: "label \(number)") }
    history.add(.seconds(1), isFailure: false, to: "label 1")
    history.add(.seconds(1), isFailure: false, to: "one more")
    #expect(history.allLabels.count == 1000)
    #expect(history.statistics(of: "label 1")?.count == 2)
    #expect(history.statistics(of: "label 2") == nil)
    #expect(history.statistics(of: "one more")?.count == 1)
  }
}
