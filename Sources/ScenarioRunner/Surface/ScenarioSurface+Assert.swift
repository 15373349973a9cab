import LuaRuntime

extension ScenarioSurface {
  /// `assert` itself. What can be said after it is in the class that it is one of.
  static let assertWord = LuaSurface.Class(
    "Assert",
    shownAs: "assert",
    "`assert(v, message)`, and luassert's assertions: `assert.equal(expected, actual)`, `assert.is_not.equal(…)`. What "
      + "is expected comes first, and a message may come last.",
    .library,
    in: .scenario,
    parent: assertions.name,
    call: .init(
      "assert",
      "Fails the test if `v` is false or nil; otherwise returns its arguments.",
      [.init("v", .cats("T"), "What must hold."), .optional("message", .any)],
      rest: .any,
      returns: [.init(.cats("T")), .init(.cats("any ..."))],
      generics: ["T"]
    )
  )

  /// What may stand before an assertion, in any number, and whether it negates it.
  private static let modifiers = [
    ("is", false), ("are", false), ("was", false), ("has", false), ("does", false), ("no", true), ("is_not", true),
    ("are_not", true), ("was_not", true), ("has_no", true), ("does_not", true),
  ]

  /// What can be said after `assert` and after each of its words.
  static let assertions = LuaSurface.Class(
    "Assertions",
    shownAs: "assert",
    "Assertions. Words may be joined by dots or by underscores: `assert.is_not.equal`, `assert.are_not_equal`.",
    .library,
    in: .scenario,
    fields: modifiers.map { word, negates in
      .init(word, .named("Assertions"), negates ? "Negates what follows." : "Only reads well.")
    },
    functions: comparisons + kinds + errors + [
      .init(
        "message",
        "The message of the assertion that follows: `assert.message(\"why\").is_true(x)`.",
        [.init("message", .any)],
        returns: [.init(.named("Assertions"))]
      )
    ]
  )

  private static let message = LuaSurface.Parameter.optional("message", .any, "Said if it does not hold.")
  private static let expected = LuaSurface.Parameter("expected", .any)
  private static let actual = LuaSurface.Parameter("actual", .any)

  private static let comparisons: [LuaSurface.Function] = [
    .init("equal", "The two are equal by `==`.", [expected, actual, message]),
    .init("equals", "The same as `equal`.", [expected, actual, message]),
    .init("are_equal", "The same as `equal`.", [expected, actual, message]),
    .init("are_not_equal", "The two are not equal by `==`.", [expected, actual, message]),
    .init("same", "The two are alike, tables entry by entry.", [expected, actual, message]),
    .init("are_same", "The same as `same`.", [expected, actual, message]),
    .init("are_not_same", "The two are not alike.", [expected, actual, message]),
    .init(
      "near",
      "A number differs from another by at most a tolerance.",
      [.init("expected", .number), .init("actual", .number), .init("tolerance", .number), message]
    ),
    matches("matches", "A text matches a pattern of Lua; returns the captures."),
    matches("match", "The same as `matches`."),
  ]

  private static func matches(_ name: String, _ summary: String) -> LuaSurface.Function {
    .init(
      name,
      summary,
      [
        .init("pattern", .string), .init("actual", .any), .optional("init", .integer, "Where to begin."),
        .optional("plain", .boolean, "Take the pattern as it stands."), message,
      ],
      returns: [.init(.cats("any ..."))]
    )
  }

  private static let kinds: [LuaSurface.Function] =
    [
      .init("truthy", "It is neither false nor nil.", [.init("value", .any), message]),
      .init("falsy", "It is false or nil.", [.init("value", .any), message]),
    ]
    + ["true", "false", "nil", "boolean", "number", "string", "table", "function", "userdata", "thread"].flatMap {
      word in
      let what = ["true", "false", "nil"].contains(word) ? word : "a \(word)"
      return [
        LuaSurface.Function("is_\(word)", "It is \(what).", [.init("value", .any), message]),
        LuaSurface.Function("is_not_\(word)", "It is not \(what).", [.init("value", .any), message]),
      ]
    }

  private static let errors: [LuaSurface.Function] =
    ["has_error", "error", "errors"].map { word in
      .init(
        word,
        "The function raises an error, this very one if one is given.",
        [.init("body", .callback(block)), .optional("expected", .any, "Without file and line."), message]
      )
    }
    + [.init("has_no_error", "The function raises nothing.", [.init("body", .callback(block))])]
    + ["error_matches", "error_match", "match_error", "matches_error"].map { word in
      .init(
        word,
        "The function raises an error whose text matches a pattern of Lua.",
        [
          .init("body", .callback(block)), .init("pattern", .string), .optional("init", .integer, "Where to begin."),
          .optional("plain", .boolean, "Take the pattern as it stands."), message,
        ]
      )
    }
}
