/// What one value must be: one schema inside an ``InputSchema``.
struct SchemaRule: Hashable, Sendable {
  /// The types that the value may have; any if empty.
  var types: [JSONType] = []
  /// The only values there may be.
  var choices: [JSONValue]?

  var properties: [String: SchemaRule] = [:]
  var required: [String] = []
  /// The rule for properties that are not named.
  var otherProperties = Rest.anything
  var items = Rest.anything

  var numbers = Bounds<Double>()
  /// Characters of a string, as Unicode scalars.
  var length = Bounds<Int>()
  /// Elements of an array.
  var count = Bounds<Int>()

  /// What is said for readers and checks nothing: `description`, `default` and the like.
  var annotations: [String: JSONValue] = [:]

  /// What holds for values that have no rule of their own.
  indirect enum Rest: Hashable, Sendable {
    case anything
    case nothing
    case each(SchemaRule)
  }

  struct Bounds<Value: Hashable & Sendable & Comparable>: Hashable, Sendable {
    var minimum: Value?
    var maximum: Value?
    var exclusiveMinimum: Value?
    var exclusiveMaximum: Value?

    func contains(_ value: Value) -> Bool {
      minimum.map { value >= $0 } != false && maximum.map { value <= $0 } != false
        && exclusiveMinimum.map { value > $0 } != false && exclusiveMaximum.map { value < $0 } != false
    }
  }
}

/// The types of JSON Schema.
enum JSONType: String, CaseIterable, Hashable, Sendable {
  case string, integer, number, boolean, object, array, null

  /// Whether a value is of this type. A number without a fraction is an integer, however it is written.
  func includes(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.string, .string), (.boolean, .boolean), (.object, .object), (.array, .array), (.null, .null): true
    case (.number, .integer), (.number, .number), (.integer, .integer): true
    case (.integer, .number(let number)): number == number.rounded()
    default: false
    }
  }

  /// The type as messages name a value of it.
  var phrase: String {
    switch self {
    case .integer, .object, .array: "an \(rawValue)"
    case .string, .number, .boolean: "a \(rawValue)"
    case .null: "null"
    }
  }
}
