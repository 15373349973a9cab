import Testing

@testable import TaskConsole

@Suite("A piece of input of several lines")
struct InputPiecesTests {
  @Test(
    "is taken apart into commands and Lua",
    arguments: [
      ("one", ["one"]),
      ("f()\ng()", ["f()\ng()"]),
      (":tasks\n:start echo a=1", [":tasks", ":start echo a=1"]),
      (":tasks\n\nf()\ng()\n:tasks", [":tasks", "f()\ng()", ":tasks"]),
      (":start build {\n\"a\": 1\n}\n:tasks", [":start build {\n\"a\": 1\n}", ":tasks"]),
      // A method, a label, and a command's name that is a part of Lua.
      ("x\n:start()\n::again::", ["x\n:start()\n::again::"]),
      ("open [[\n:tasks\n]]", ["open [[\n:tasks\n]]"]),
    ]
  )
  func split(text: String, expected: [String]) {
    #expect(InputPieces.split(text) { $0.contains("[[") && !$0.contains("]]") } == expected)
  }
}
