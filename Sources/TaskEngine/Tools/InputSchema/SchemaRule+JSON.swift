extension SchemaRule {
  /// The rule as JSON Schema. What is read from it is this rule again.
  var json: JSONValue {
    var fields = annotations
    switch types.count {
    case 0: break
    case 1: fields["type"] = .string(types[0].rawValue)
    default: fields["type"] = .array(types.map { .string($0.rawValue) })
    }
    if let choices { fields["enum"] = .array(choices) }
    if !properties.isEmpty { fields["properties"] = .object(properties.mapValues(\.json)) }
    if !required.isEmpty { fields["required"] = .array(required.map { .string($0) }) }
    fields["additionalProperties"] = otherProperties.json
    fields["items"] = items.json
    fields["minimum"] = numbers.minimum.map(JSONValue.init(shortest:))
    fields["maximum"] = numbers.maximum.map(JSONValue.init(shortest:))
    fields["exclusiveMinimum"] = numbers.exclusiveMinimum.map(JSONValue.init(shortest:))
    fields["exclusiveMaximum"] = numbers.exclusiveMaximum.map(JSONValue.init(shortest:))
    fields["minLength"] = length.minimum.map { .integer(Int64($0)) }
    fields["maxLength"] = length.maximum.map { .integer(Int64($0)) }
    fields["minItems"] = count.minimum.map { .integer(Int64($0)) }
    fields["maxItems"] = count.maximum.map { .integer(Int64($0)) }
    return .object(fields)
  }
}

extension SchemaRule.Rest {
  fileprivate var json: JSONValue? {
    switch self {
    case .anything: nil
    case .nothing: false
    case .each(let rule): rule.json
    }
  }
}

extension JSONValue {
  fileprivate init(shortest number: Double) { self = Int64(exactly: number).map { .integer($0) } ?? .number(number) }
}

extension InputSchema {
  /// A field of the input, for lists that people read.
  package struct Description: Sendable {
    /// The field's name.
    package var name: String
    /// What it must be, in a phrase.
    package var expectation: String
    /// Whether it must be given.
    package var isRequired: Bool
    /// What the schema says about it.
    package var description: String
  }

  /// The fields that have names: those that must be given first.
  package var fields: [Description] {
    root.properties.sorted { left, right in
      let (isRequired, isOther) = (root.required.contains(left.key), root.required.contains(right.key))
      return isRequired == isOther ? left.key < right.key : isRequired
    }.map { name, rule in
      let text: String = if case .string(let text)? = rule.annotations["description"] { text } else { "" }
      return Description(
        name: name,
        expectation: rule.expectation,
        isRequired: root.required.contains(name),
        description: text
      )
    }
  }
}
