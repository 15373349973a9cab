import TaskEngine
import TaskPolicy
import Testing

@Suite("What a policy reads of a call")
struct RequestFieldsTests {
  static let fields: [(String, String)] = [
    ("request.call_id", "c1"), ("request.tool_name", "build"), ("request.session_id", "s1"),
    ("request.turn_id", "t1"), ("request.turn_held", "2.5"), ("request.input.target", "app"),
    ("request.metadata.user", "ada"), ("request.metadata.nested.list[2]", "2"), ("request.tool.read_only", "true"),
    ("request.tool.destructive", "false"), ("request.tool.idempotent", "true"),
    ("request.tool.description", "builds"), ("request", "request build"), ("request.tool", "tool build"),
    ("type(request.input)", "table"), ("#request.input.list", "3"), ("request.input.none == json.null", "true"),
  ]

  @Test("each field has its value", arguments: fields)
  func field(expression: String, text: String) throws {
    var request = call("build", #"{"target":"app","list":[1,2,3],"none":null}"#)
    request.metadata = ["user": "ada", "nested": ["list": [1, 2]]]
    request.tool = ToolTraits(description: "builds", isReadOnly: true, isIdempotent: true)
    #expect(try told(expression, about: request, view(turnHeld: .milliseconds(2500))) == text)
  }

  @Test("pairs shows every field once")
  func pairs() throws {
    let policy = try LuaPolicy(
      route: """
        local names = {}
        for name in pairs(request) do names[#names + 1] = name end
        table.sort(names)
        return { reason = table.concat(names, ' ') }
        """
    )
    #expect(try policy.told() == "call_id input metadata session_id tool tool_name turn_held turn_id")
  }

  @Test("the input is the same table on every reading, and the call's own copy")
  func ownCopy() throws {
    let policy = try LuaPolicy(
      route: """
        request.input.seen = (request.input.seen or 0) + 1
        request.metadata.seen = true
        return { reason = tostring(request.input == request.input) .. request.input.seen }
        """
    )
    let request = call("build", "{}")
    for _ in 1...3 { #expect(try policy.told(about: request) == "true1") }
    #expect(request.input == "{}" && request.metadata.isEmpty)
  }

  @Test(
    "the input may be any JSON",
    arguments: [("[1,2]", "2"), (#""text""#, "4"), ("[]", "0")] as [(JSONText, String)]
  )
  func anyJSON(input: JSONText, length: String) throws {
    #expect(try told("#request.input", about: call("build", input)) == length)
    #expect(try told("json.encode(request.input)", about: call("build", input)) == input.text)
  }

  @Test("a malformed input costs nothing unless it is read, and then is a fault that names the field and says where")
  func malformed() throws {
    let request = call("build", #"{"a": }"#)
    #expect(try told("request.tool_name", about: request) == "build")
    let fault = try faultOf { _ = try told("request.input", about: request) }
    #expect(fault.function == "route" && fault.file == "p.lua" && fault.line == 2)
    #expect(fault.message == "request.input is not valid JSON: line 1 column 7: unexpected character")
  }

  @Test("an input that is not read is not decoded")
  func lazy() throws {
    // It would pass the policy's memory many times over.
    let request = call("build", JSONText("[" + String(repeating: "[1],", count: 2_000_000) + "1]"))
    #expect(try told("request.tool_name", about: request) == "build")
    #expect(throws: PolicyFault.self) { try told("request.input", about: request) }
  }

  @Test("an unknown field is an error with a suggestion")
  func unknown() throws {
    let fault = try faultOf { _ = try told("request.toolname") }
    #expect(fault.message == "request has no field 'toolname' (did you mean 'tool_name'?)" && fault.line == 2)
    #expect(try message("request.tool.destructve") == "tool has no field 'destructve' (did you mean 'destructive'?)")
    #expect(try message("tasks.cuont()") == "tasks has no field 'cuont' (did you mean 'count'?)")
    #expect(try message("request[1]") == "the fields of request have names, got a number for a name")
    #expect(try message("request.tool.zzz") == "tool has no field 'zzz'")
    #expect(try message("#request").hasPrefix("attempt to get length of a request value"))
  }

  private func message(_ expression: String) throws -> String {
    try faultOf { _ = try told(expression) }.message
  }
}
