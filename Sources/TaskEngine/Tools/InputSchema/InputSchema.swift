public import TaskCore

/// What a tool's input must look like.
///
/// It is the part of JSON Schema that tools use: `type` (one or several), `properties`, `required`,
/// `additionalProperties`, `items`, `enum`, `const`, `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`,
/// `minLength`, `maxLength`, `minItems` and `maxItems`, nested as deep as one likes. Keywords that only describe are
/// kept; others are refused, since an input would pass unchecked.
///
/// An input is an object. Swift code writes its fields as a literal:
///
/// ```swift
/// let inputSchema: InputSchema? = ["target": .string, "jobs": .integer.optional]
/// ```
public struct InputSchema: Hashable, Sendable {
  let root: SchemaRule

  /// Reads a schema in either form.
  ///
  /// The short form is an object of field names and types, such as `{"target": "string", "jobs": "integer?"}`: a type of
  /// JSON Schema or `any`, `[]` after it for a list, `?` at the end for a field that may be missing. A field may also be
  /// a JSON Schema of its own. Other fields are refused. An object whose `type` is `"object"` or whose `properties`
  /// is an object is JSON Schema instead.
  ///
  /// Throws ``InputSchemaError`` that names the place of the first mistake.
  public init(_ document: JSONValue) throws(InputSchemaError) {
    root = try SchemaReader.input(document)
  }

  init(root: SchemaRule) { self.root = root }

  /// Checks a call's input. Throws ``ToolError/invalidInput(_:)`` that names the path and what was expected there.
  public func check(_ input: JSONText) throws(ToolError) { try check(input.parsed()) }

  /// Checks a call's input. Throws ``ToolError/invalidInput(_:)`` that names the path and what was expected there.
  public func check(_ input: JSONValue) throws(ToolError) { try root.check(input, at: SchemaPath("input")) }

  /// Whether an input may have a field of this name.
  package func allows(_ name: String) -> Bool { root.properties[name] != nil || root.otherProperties != .nothing }

  /// What the placeholders of a command need: something that can be written as a text, for each. Other fields may come.
  package init(placeholders: Set<String>) {
    let rule = SchemaRule(types: [.string, .number, .boolean])
    root = SchemaRule(
      types: [.object],
      properties: Dictionary(uniqueKeysWithValues: placeholders.map { ($0, rule) }),
      required: placeholders.sorted()
    )
  }

  /// The schema as JSON Schema.
  public var json: JSONValue { root.json }
}

/// What is wrong with a schema.
public struct InputSchemaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where, from the root: `input.properties.jobs.minimum`.
  public var place: String
  /// What is wrong there, in a phrase.
  public var message: String

  /// The place and what is wrong there.
  public var description: String { "\(place): \(message)" }
}

extension InputSchema: ExpressibleByDictionaryLiteral {
  /// One field of an input.
  public struct Field: Hashable, Sendable {
    var rule: SchemaRule
    var isOptional = false

    /// A string.
    public static var string: Field { Field(rule: SchemaRule(types: [.string])) }
    /// A number without a fraction.
    public static var integer: Field { Field(rule: SchemaRule(types: [.integer])) }
    /// Any number.
    public static var number: Field { Field(rule: SchemaRule(types: [.number])) }
    /// `true` or `false`.
    public static var boolean: Field { Field(rule: SchemaRule(types: [.boolean])) }
    /// An object with any fields.
    public static var object: Field { Field(rule: SchemaRule(types: [.object])) }
    /// Any value, `null` too.
    public static var any: Field { Field(rule: SchemaRule()) }

    /// A list of such values.
    public static func array(of element: Field) -> Field {
      Field(rule: SchemaRule(types: [.array], items: .each(element.rule)))
    }
    /// An object whose fields have any name and such a value.
    public static func table(of value: Field) -> Field {
      Field(rule: SchemaRule(types: [.object], otherProperties: .each(value.rule)))
    }
    /// A value that either may be; of the first one only its types count.
    public static func either(_ first: Field, _ second: Field) -> Field {
      var rule = second.rule
      rule.types = first.rule.types + second.rule.types
      return Field(rule: rule)
    }

    /// The same field, which may be missing.
    public var optional: Field {
      var field = self
      field.isOptional = true
      return field
    }

    /// The same field with a number or a length of elements or characters that is at least this.
    public func atLeast(_ minimum: Int) -> Field {
      var field = self
      if rule.types.contains(.string) { field.rule.length.minimum = minimum }
      if rule.types.contains(.array) { field.rule.count.minimum = minimum }
      if rule.types.contains(.integer) || rule.types.contains(.number) { field.rule.numbers.minimum = Double(minimum) }
      return field
    }
  }

  /// An object of these fields and no others.
  public init(dictionaryLiteral fields: (String, Field)...) {
    root = SchemaRule(
      types: [.object],
      properties: Dictionary(fields.map { ($0.0, $0.1.rule) }) { _, last in last },
      required: fields.filter { !$0.1.isOptional }.map(\.0),
      otherProperties: .nothing
    )
  }
}
