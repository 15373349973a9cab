/// Reads schemas; strictly, so that a misspelt keyword does not let every input pass.
enum SchemaReader {
  /// The schema of a whole input, in either form.
  static func input(_ document: JSONValue) throws(InputSchemaError) -> SchemaRule {
    let place = SchemaPath("input")
    guard case .object(let fields) = document else {
      throw place.error("expected a schema, or an object of field names and types, got \(document.described)")
    }
    if !isSchema(fields) { return try shortForm(fields, at: place) }
    let rule = try schema(document, at: place)
    guard rule.types == [.object] || rule.types.isEmpty else {
      throw place["type"].error("a tool's input is always an object")
    }
    var root = rule
    root.types = [.object]
    return root
  }

  private static func isSchema(_ fields: [String: JSONValue]) -> Bool {
    if case .object? = fields["properties"] { return true }
    return fields["type"] == "object" || fields["type"] == ["object"]
  }

  // MARK: The short form

  private static func shortForm(_ fields: [String: JSONValue], at place: SchemaPath) throws(InputSchemaError)
    -> SchemaRule
  {
    var root = SchemaRule(types: [.object], otherProperties: .nothing)
    for (name, value) in fields.inOrder {
      switch value {
      case .string(let text):
        let isOptional = text.hasSuffix("?")
        root.properties[name] = try shortType(isOptional ? text.dropLast() : text[...], at: place[name])
        if !isOptional { root.required.append(name) }
      case .object:
        root.properties[name] = try schema(value, at: place[name])
        root.required.append(name)
      default: throw place[name].error("expected a type such as \"string\" or \"integer?\", got \(value.described)")
      }
    }
    return root
  }

  private static func shortType(_ text: Substring, at place: SchemaPath) throws(InputSchemaError) -> SchemaRule {
    if text.hasSuffix("[]") {
      return SchemaRule(types: [.array], items: .each(try shortType(text.dropLast(2), at: place)))
    }
    if text == "any" { return SchemaRule() }
    return SchemaRule(types: [try type(String(text), at: place)])
  }

  // MARK: JSON Schema

  private static let annotations: Set<String> = [
    "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "format", "readOnly",
    "writeOnly",
  ]
  private static let keywords = [
    "type", "enum", "const", "properties", "required", "additionalProperties", "items", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems",
  ]

  static func schema(_ document: JSONValue, at place: SchemaPath) throws(InputSchemaError) -> SchemaRule {
    if document == true { return SchemaRule() }
    guard case .object(let fields) = document else {
      throw place.error("expected a schema, got \(document.described)")
    }
    var rule = SchemaRule()
    for (name, value) in fields.inOrder { try read(name, value, into: &rule, at: place[name]) }
    try checkWhole(rule, at: place)
    return rule
  }

  private static func read(
    _ keyword: String,
    _ value: JSONValue,
    into rule: inout SchemaRule,
    at place: SchemaPath
  ) throws(InputSchemaError) {
    switch keyword {
    case "type": rule.types = try types(value, at: place)
    case "enum": rule.choices = try list(value, at: place, of: "values", mayBeEmpty: false)
    case "const": rule.choices = [value]
    case "properties":
      for (name, property) in try object(value, at: place).inOrder {
        rule.properties[name] = try schema(property, at: place[name])
      }
    case "required":
      for (index, name) in try list(value, at: place, of: "names").enumerated() {
        guard case .string(let name) = name else {
          throw place[index].error("expected a property's name, got \(name.described)")
        }
        rule.required.append(name)
      }
    case "additionalProperties": rule.otherProperties = try rest(value, at: place)
    case "items": rule.items = try rest(value, at: place)
    case "minimum": rule.numbers.minimum = try number(value, at: place)
    case "maximum": rule.numbers.maximum = try number(value, at: place)
    case "exclusiveMinimum": rule.numbers.exclusiveMinimum = try number(value, at: place)
    case "exclusiveMaximum": rule.numbers.exclusiveMaximum = try number(value, at: place)
    case "minLength": rule.length.minimum = try size(value, at: place)
    case "maxLength": rule.length.maximum = try size(value, at: place)
    case "minItems": rule.count.minimum = try size(value, at: place)
    case "maxItems": rule.count.maximum = try size(value, at: place)
    case _ where annotations.contains(keyword): rule.annotations[keyword] = value
    default:
      let hint = Suggestion.nearest(to: keyword, among: keywords).map { " (did you mean '\($0)'?)" }
      throw place.error("there is no such keyword\(hint ?? ", or it is not supported")")
    }
  }

  /// What no keyword says by itself. A schema that no value can pass is a mistake.
  private static func checkWhole(_ rule: SchemaRule, at place: SchemaPath) throws(InputSchemaError) {
    if let name = rule.required.first(where: { rule.properties[$0] == nil }), rule.otherProperties == .nothing {
      throw place["required"].error("'\(name)' is no property, and there may be no others")
    }
    if let low = rule.numbers.minimum, let high = rule.numbers.maximum, low > high {
      throw place["minimum"].error("it is greater than the maximum")
    }
    for (bounds, words) in [(rule.length, "Length"), (rule.count, "Items")] {
      if let low = bounds.minimum, let high = bounds.maximum, low > high {
        throw place["min\(words)"].error("it is greater than max\(words)")
      }
    }
  }

  private static func types(_ value: JSONValue, at place: SchemaPath) throws(InputSchemaError) -> [JSONType] {
    if case .string(let name) = value { return [try type(name, at: place)] }
    var types: [JSONType] = []
    for (index, value) in try list(value, at: place, of: "types", mayBeEmpty: false).enumerated() {
      guard case .string(let name) = value else {
        throw place[index].error("expected a type, got \(value.described)")
      }
      types.append(try type(name, at: place[index]))
    }
    return types
  }

  private static func type(_ name: String, at place: SchemaPath) throws(InputSchemaError) -> JSONType {
    if let type = JSONType(rawValue: name) { return type }
    let names = JSONType.allCases.map(\.rawValue)
    // What other languages call it is not near by spelling.
    let habits = ["int": "integer", "float": "number", "double": "number", "bool": "boolean", "table": "object"]
    let meant = habits[name] ?? (name == "list" ? "array" : Suggestion.nearest(to: name, among: names))
    let hint = meant.map { "did you mean '\($0)'?" } ?? "there are \(names.joined(separator: ", "))"
    throw place.error("there is no type '\(name)' (\(hint))")
  }

  private static func rest(_ value: JSONValue, at place: SchemaPath) throws(InputSchemaError) -> SchemaRule.Rest {
    switch value {
    case true: .anything
    case false: .nothing
    default: .each(try schema(value, at: place))
    }
  }

  private static func list(
    _ value: JSONValue,
    at place: SchemaPath,
    of what: String,
    mayBeEmpty: Bool = true
  ) throws(InputSchemaError) -> [JSONValue] {
    // Lua's `{}` is an object.
    let values: [JSONValue]? = if case .array(let values) = value { values } else { value == [:] ? [] : nil }
    guard let values, mayBeEmpty || !values.isEmpty else {
      throw place.error("expected a list of \(what), got \(values == nil ? value.described : "an empty one")")
    }
    return values
  }

  private static func object(_ value: JSONValue, at place: SchemaPath) throws(InputSchemaError) -> [String: JSONValue] {
    guard case .object(let fields) = value else {
      throw place.error("expected an object of schemas by name, got \(value.described)")
    }
    return fields
  }

  private static func number(_ value: JSONValue, at place: SchemaPath) throws(InputSchemaError) -> Double {
    guard let number = value.asNumber, number.isFinite else {
      throw place.error("expected a number, got \(value.described)")
    }
    return number
  }

  private static func size(_ value: JSONValue, at place: SchemaPath) throws(InputSchemaError) -> Int {
    guard let number = value.asNumber, let size = Int(exactly: number), size >= 0 else {
      throw place.error("expected a whole number that is not negative, got \(value.described)")
    }
    return size
  }
}

extension [String: JSONValue] {
  /// The fields by name: of several mistakes the same one is told every time.
  fileprivate var inOrder: [(key: String, value: JSONValue)] { sorted { $0.key < $1.key } }
}
