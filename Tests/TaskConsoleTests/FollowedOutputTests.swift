import Testing

@testable import TaskConsole

@Suite("Following an output")
struct FollowedOutputTests {
  @Test("pieces cut anywhere become whole lines; the last one needs no newline")
  func lines() {
    var output = FollowedOutput()
    #expect(output.add("one\ntw", at: .zero) == ["one"])
    #expect(output.add("o", at: .zero) == [])
    #expect(output.add("\n\nthree", at: .zero) == ["two", ""])
    #expect(output.finish() == ["three"])
    #expect(output.finish() == [])
  }

  @Test("a bar is shown as it is now, twice a second at most, and once more when its line is finished")
  func bar() {
    var output = FollowedOutput()
    #expect(output.add("1%\r2%\r", at: .zero) == ["2%"])
    #expect(output.add("3%\r", at: .milliseconds(100)) == [])
    #expect(output.add("4%\r5", at: .milliseconds(600)) == ["4%"])
    #expect(output.add("%\r", at: .milliseconds(700)) == [])
    #expect(output.add("100%\n", at: .milliseconds(800)) == ["100%"])
    #expect(output.add("next\r\n", at: .milliseconds(900)) == ["next"])
  }

  @Test("a state that was shown is not shown again as the line's end")
  func once() {
    var output = FollowedOutput()
    #expect(output.add("100%\r", at: .zero) == ["100%"])
    #expect(output.add("\n", at: .zero) == [])
    #expect(output.finish() == [])
  }

  @Test("a line without an end is shown in parts")
  func long() {
    var output = FollowedOutput()
    let shown = (0..<100).flatMap { _ in output.add(String(repeating: "x", count: 1000), at: .zero) } + output.finish()
    #expect(shown.count == 2)
    #expect(shown.joined().utf8.count == 100_000)
  }
}
