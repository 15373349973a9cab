import TaskEngine
import TaskPolicy
import Testing

@Suite("Sample files")
struct SampleFileTests {
  private func read(_ text: String) -> SampleFile { SampleFile(Array(text.utf8), name: "s.jsonl") }

  @Test("a line has what a request has, and what it ends with; empty lines count but say nothing")
  func full() throws {
    let file = read(
      """

      {"tool_name": "build", "call_id": "c", "session_id": "s", "turn_id": "t", "input": {"n": 9007199254740993}, \
      "metadata": {"a": [1]}, "tool": {"read_only": true, "description": "d"}, \
      "result": {"output": {"x": 1}, "is_error": true, "status": "failed", "duration": 2.5, "metadata": {"exit_code": 1}}}
      \t\r
      {"tool_name": "x"}
      """
    )
    #expect(file.problems.isEmpty)
    #expect(file.samples.map(\.line) == [2, 4])
    let request = file.samples[0].request
    #expect(request.callID == "c" && request.sessionID == "s" && request.turnID == "t" && request.toolName == "build")
    #expect(request.input == #"{"n":9007199254740993}"# && request.metadata == ["a": [1]])
    #expect(request.tool == ToolTraits(description: "d", isReadOnly: true))
    let ending = try #require(file.samples[0].endings.first)
    #expect(file.samples[0].endings.count == 1)
    #expect(ending.result.isError && ending.result.text == #"{"x":1}"# && ending.result.metadata == ["exit_code": 1])
    #expect(ending.status == .failed && ending.duration == .milliseconds(2500))
    #expect(file.samples[1].endings.map(\.result.isError) == [false, true])
    #expect(file.samples[1].request.input == .emptyObject)
  }

  @Test(
    "a broken line is told with its number, and the others are read",
    arguments: [
      ("{", "this line is not JSON"), ("{} x", "this line is not JSON"), ("[]", "the sample must be a JSON object"),
      ("{}", "the sample: 'tool_name' is missing"), (#"{"tool_name": 5}"#, "the sample: tool_name must be a text"),
      (#"{"tool_nam": "x"}"#, "the sample: unknown key 'tool_nam' (did you mean 'tool_name'?)"),
      (#"{"tool_name": "x", "turn_held": 5}"#, "the sample: unknown key 'turn_held'"),
      (#"{"tool_name": "x", "metadata": 5}"#, "the sample: metadata must be a JSON object"),
      (#"{"tool_name": "x", "tool": {"readonly": true}}"#, "tool: unknown key 'readonly' (did you mean 'read_only'?)"),
      (#"{"tool_name": "x", "tool": {"read_only": 1}}"#, "tool: read_only must be true or false"),
      (
        #"{"tool_name": "x", "result": {"status": "complete"}}"#,
        "result: status must be 'completed', 'failed' or 'cancelled'"
      ),
      (#"{"tool_name": "x", "result": {"duration": -1}}"#, "result: duration must be a number of seconds"),
      (#"{"tool_name": "x", "result": "ok"}"#, "result must be a JSON object"), ("\u{1B}", "this line is not JSON"),
    ]
  )
  func broken(line: String, message: String) throws {
    let file = read(#"{"tool_name": "a"}"# + "\n\(line)\n" + #"{"tool_name": "b"}"#)
    #expect(file.samples.map(\.line) == [1, 3])
    let problem = try #require(file.problems.first)
    #expect(file.problems.count == 1 && problem.line == 2 && problem.file == "s.jsonl")
    #expect(problem.message.hasPrefix(message), "\(problem)")
  }
}
