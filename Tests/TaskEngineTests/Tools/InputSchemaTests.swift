import TaskEngine
import Testing

@Suite("The schema of a tool's input")
struct InputSchemaTests {
  private static func schema(_ text: String) throws -> InputSchema { try InputSchema(JSONText(text).parsed()) }

  /// What is wrong with an input; `nil` if nothing is.
  private static func problem(_ schema: InputSchema, _ input: String) -> String? {
    do throws(ToolError) {
      try schema.check(JSONText(input))
      return nil
    } catch {
      return error.description
    }
  }

  @Test(
    "an input that breaks it is refused with the path, what was expected, and what came",
    arguments: [
      (#"{"jobs": "integer?"}"#, #"{"jobs": "x"}"#, #"input.jobs: expected an integer, got the string "x""#),
      (#"{"jobs": "integer"}"#, #"{"jobs": 1.5}"#, "input.jobs: expected an integer, got 1.5"),
      (#"{"jobs": "integer"}"#, #"{"jobs": null}"#, "input.jobs: expected an integer, got null"),
      (#"{"target": "string"}"#, "{}", "input.target: it is missing: expected a string"),
      (#"{"target": "string"}"#, #"{"tagret": "a"}"#, "input.tagret: there is no such field (did you mean 'target'?)"),
      (#"{"a": "string[]"}"#, #"{"a": ["b", {}]}"#, "input.a[1]: expected a string, got an object"),
      (#"{"a": "string"}"#, "[1]", "input: expected an object, got an array"),
      (#"{"type": "object", "required": ["a b"]}"#, "{}", #"input["a b"]: it is missing: expected a value"#),
      (#"{"a": {"enum": ["x", 2]}}"#, #"{"a": "y"}"#, #"input.a: expected "x" or 2, got the string "y""#),
      (#"{"a": {"const": null}}"#, #"{"a": 0}"#, "input.a: expected null, got 0"),
      (
        #"{"a": {"type": ["integer", "null"], "minimum": 1, "exclusiveMaximum": 8.5}}"#, #"{"a": 9}"#,
        "input.a: expected an integer or null of at least 1 and below 8.5, got 9"
      ),
      (#"{"a": {"maximum": 3}}"#, #"{"a": 4}"#, "input.a: expected a number of at most 3, got 4"),
      (#"{"a": {"exclusiveMinimum": 0}}"#, #"{"a": 0}"#, "input.a: expected a number above 0, got 0"),
      (#"{"a": {"minLength": 1}}"#, #"{"a": ""}"#, "input.a: expected at least 1 character, got 0"),
      (#"{"a": {"maxLength": 2}}"#, #"{"a": "äöü"}"#, "input.a: expected at most 2 characters, got 3"),
      (#"{"a": {"minItems": 2}}"#, #"{"a": [1]}"#, "input.a: expected at least 2 elements, got 1"),
      (#"{"a": {"items": false}}"#, #"{"a": [1]}"#, "input.a: expected an empty array, got one of 1"),
      (
        #"{"properties": {"a": {"properties": {"b": {"items": {"type": "boolean"}}}}}}"#, #"{"a": {"b": [true, 0]}}"#,
        "input.a.b[1]: expected a boolean, got 0"
      ),
      (
        #"{"type": "object", "additionalProperties": {"type": "string"}}"#, #"{"x": 1}"#,
        "input.x: expected a string, got 1"
      ),
      (#"{"a": "string"}"#, "{", "malformed JSON at line 1, column 2: the object is not closed"),
    ]
  )
  func refused(schema: String, input: String, problem: String) throws {
    #expect(Self.problem(try Self.schema(schema), input) == "invalid input: \(problem)")
  }

  @Test(
    "an input that keeps it passes",
    arguments: [
      (#"{"target": "string", "jobs": "integer?"}"#, #"{"target": "all"}"#),
      (#"{"jobs": "integer"}"#, #"{"jobs": 3.0}"#),
      (#"{"n": "number"}"#, #"{"n": 3}"#),
      (#"{"x": "any"}"#, #"{"x": null}"#),
      (#"{"list": "integer[][]?"}"#, #"{"list": [[1], []]}"#),
      (#"{"a": {"enum": [1, {"b": [2]}]}}"#, #"{"a": {"b": [2.0]}}"#),
      (#"{"a": {"maxLength": 3, "minimum": 5}}"#, #"{"a": true}"#),
      (#"{"a": {"maxLength": 3}}"#, #"{"a": "äöü"}"#),
      (#"{"type": "object"}"#, #"{"whatever": [1]}"#),
      (#"{"properties": {"a": true}, "required": {}}"#, #"{"b": 1}"#),
      (#"{}"#, "{}"),
    ]
  )
  func passes(schema: String, input: String) throws {
    #expect(Self.problem(try Self.schema(schema), input) == nil)
  }

  @Test(
    "a schema that is broken is refused, with the place of the mistake",
    arguments: [
      ("[]", "input: expected a schema, or an object of field names and types, got an empty array"),
      (#"{"jobs": "int"}"#, "input.jobs: there is no type 'int' (did you mean 'integer'?)"),
      (#"{"jobs": "strin?"}"#, "input.jobs: there is no type 'strin' (did you mean 'string'?)"),
      (#"{"jobs": 1}"#, #"input.jobs: expected a type such as "string" or "integer?", got 1"#),
      (
        #"{"properties": {"a": {"type": "date"}}}"#,
        "input.properties.a.type: there is no type 'date' "
          + "(there are string, integer, number, boolean, object, array, null)"
      ),
      (
        #"{"properties": {"a": {"minimun": 1}}}"#,
        "input.properties.a.minimun: there is no such keyword (did you mean 'minimum'?)"
      ),
      (
        #"{"properties": {"a": {"$ref": "x"}}}"#,
        "input.properties.a.$ref: there is no such keyword, or it is not supported"
      ),
      (
        #"{"properties": {"a": {"minimum": "1"}}}"#,
        #"input.properties.a.minimum: expected a number, got the string "1""#
      ),
      (#"{"a": {"minLength": -1}}"#, "input.a.minLength: expected a whole number that is not negative, got -1"),
      (#"{"a": {"minItems": 2, "maxItems": 1}}"#, "input.a.minItems: it is greater than maxItems"),
      (#"{"a": {"minimum": 2, "maximum": 1}}"#, "input.a.minimum: it is greater than the maximum"),
      (#"{"a": {"enum": []}}"#, "input.a.enum: expected a list of values, got an empty one"),
      (#"{"a": {"items": 3}}"#, "input.a.items: expected a schema, got 3"),
      (#"{"type": "object", "required": "a"}"#, #"input.required: expected a list of names, got the string "a""#),
      (#"{"type": "object", "required": [1]}"#, "input.required[0]: expected a property's name, got 1"),
      (
        #"{"type": "object", "required": ["a"], "additionalProperties": false}"#,
        "input.required: 'a' is no property, and there may be no others"
      ),
      (#"{"properties": {}, "type": "array"}"#, "input.type: a tool's input is always an object"),
    ]
  )
  func broken(schema: String, problem: String) throws {
    let error = #expect(throws: InputSchemaError.self) { try Self.schema(schema) }
    #expect(error?.description == problem)
  }

  @Test("both forms and a literal say the same, and what is written is read as the same again")
  func forms() throws {
    let short = try Self.schema(#"{"target": "string", "jobs": "integer?", "list": "string[]?"}"#)
    let long = try Self.schema(
      """
      {"type": "object", "properties": {"target": {"type": "string"}, "jobs": {"type": "integer"},
       "list": {"type": "array", "items": {"type": "string"}}}, "required": ["target"], "additionalProperties": false}
      """
    )
    #expect(short == long)
    #expect(short == ["target": .string, "jobs": .integer.optional, "list": .array(of: .string).optional])
    #expect(try InputSchema(short.json) == short)
    let all = try Self.schema(
      """
      {"a": {"title": "A", "type": ["integer", "null"], "minimum": 0.5, "maximum": 2, "exclusiveMinimum": 0,
       "exclusiveMaximum": 3, "enum": [1, null]}, "b": {"minLength": 1, "maxLength": 2, "minItems": 3, "maxItems": 4,
       "items": false, "additionalProperties": {"type": "object"}}}
      """
    )
    #expect(try InputSchema(all.json) == all)
    #expect(all.json != short.json)
  }

  @Test("an executor lets no other input reach the tool, and a tool without a schema gets any")
  func executor() async throws {
    let strict = ClosureTool("strict", inputSchema: ["n": .integer]) { request, _ in .text(request.input.text) }
    let open = ClosureTool("open") { request, _ in .text(request.input.text) }
    let manager = AsyncTaskManager(.init())
    func answer(_ name: String, _ input: JSONText) async throws -> (TaskStatus, String)? {
      let outcome = try await manager.session().startTask(
        .plain(ToolRequest(toolName: name, input: input, turnID: "t")),
        context: TaskStartContext(tools: [strict, open])
      )
      guard case .resolution(let ready)? = try await manager.session().waitForTurn("t") else {
        Issue.record("\(outcome) and nothing else")
        return nil
      }
      guard case .item(let result) = ready.outcome else { return nil }
      return (ready.task.status, result.text)
    }
    #expect(try await answer("strict", #"{"n":1}"#)! == (.completed, #"{"n":1}"#))
    #expect(try await answer("open", "nonsense")! == (.completed, "nonsense"))
    let refused = try await answer("strict", #"{"n":"1"}"#)
    #expect(refused?.0 == .failed)
    #expect(refused?.1.contains(#"invalid input: input.n: expected an integer, got the string "1""#) == true)
    await manager.shutdown()
  }
}
