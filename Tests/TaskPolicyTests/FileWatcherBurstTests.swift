import Testing

@testable import TaskPolicy

@Suite("A burst of changes")
struct FileWatcherBurstTests {
  private let start = ContinuousClock.now

  @Test("one change is due once, when it has been quiet")
  func single() {
    var burst = Burst()
    #expect(burst.deadline == nil)
    burst.changeSeen(at: start)
    #expect(burst.deadline == start + .milliseconds(50))
    let early = burst.takeDue(at: start + .milliseconds(49))
    #expect(!early)
    let due = burst.takeDue(at: start + .milliseconds(50))
    #expect(due)
    let again = burst.takeDue(at: start + .seconds(10))
    #expect(!again)
  }

  @Test("each change puts it off, but not beyond half a second")
  func many() {
    var burst = Burst()
    for milliseconds in stride(from: 0, through: 480, by: 40) {
      burst.changeSeen(at: start + .milliseconds(milliseconds))
      #expect(burst.deadline == start + .milliseconds(min(milliseconds + 50, 500)))
    }
  }
}
