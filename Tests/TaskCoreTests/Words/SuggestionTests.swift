import TaskCore
import Testing

@Suite("Suggestions")
struct SuggestionTests {
  @Test("the distance counts letters put in, taken out, changed, and swapped with their neighbour")
  func distance() {
    #expect(Suggestion.distance("", "") == 0)
    #expect(Suggestion.distance("", "abc") == 3)
    #expect(Suggestion.distance("kitten", "sitting") == 3)
    #expect(Suggestion.distance("deadline", "daedline") == 1)
    #expect(Suggestion.distance("ca", "abc") == 3)
    #expect(Suggestion.distance("Kind", "kind") == 0)
    #expect(Suggestion.distance("abc", "") == 3)
  }

  @Test("the nearest is suggested if at most a third of the letters differ; of two alike the first by name")
  func nearest() {
    let options = ["deadline", "detach_after", "kind", "label"]
    #expect(Suggestion.nearest(to: "deadlien", among: options) == "deadline")
    #expect(Suggestion.nearest(to: "detachafter", among: options) == "detach_after")
    #expect(Suggestion.nearest(to: "knid", among: options) == "kind")
    #expect(Suggestion.nearest(to: "colour", among: options) == nil)
    #expect(Suggestion.nearest(to: "cat", among: ["rat", "bat"]) == "bat")
    #expect(Suggestion.nearest(to: "kind", among: ["kind"]) == nil)
    #expect(Suggestion.nearest(to: "x", among: []) == nil)
  }
}
