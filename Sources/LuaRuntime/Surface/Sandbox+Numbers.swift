extension LuaSurface {
  private static let x = Parameter("x", .number)

  private static func float(_ name: String, _ summary: String) -> Function {
    Function(name, summary, [x], returns: [Return(.number)])
  }

  static let mathLibrary = Class(
    "mathlib",
    shownAs: "math",
    "Numbers.",
    .library,
    in: .all,
    fields: [
      Field("huge", .number, "Greater than every other number."),
      Field("maxinteger", .integer, "The greatest integer."),
      Field("mininteger", .integer, "The least integer."),
      Field("pi", .number, "π."),
    ],
    functions: [
      float("abs", "Without its sign."),
      float("acos", "The arc cosine, in radians."),
      float("asin", "The arc sine, in radians."),
      Function(
        "atan",
        "The arc tangent of `y / x`, in radians and in the right quadrant.",
        [Parameter("y", .number), .optional("x", .number, "1 if not given.")],
        returns: [Return(.number)]
      ),
      Function("ceil", "The least integer not below `x`.", [x], returns: [Return(.integer)]),
      float("cos", "The cosine of radians."),
      float("deg", "Radians in degrees."),
      float("exp", "e to the power of `x`."),
      Function("floor", "The greatest integer not above `x`.", [x], returns: [Return(.integer)]),
      Function(
        "fmod",
        "What is left of dividing `x` by `y` towards zero.",
        [x, Parameter("y", .number)],
        returns: [Return(.number)]
      ),
      Function(
        "log",
        "The logarithm.",
        [x, .optional("base", .number, "e if not given.")],
        returns: [Return(.number)]
      ),
      Function("max", "The greatest of its arguments.", [x], rest: .number, returns: [Return(.number)]),
      Function("min", "The least of its arguments.", [x], rest: .number, returns: [Return(.number)]),
      Function("modf", "The whole part and the rest.", [x], returns: [Return(.number), Return(.number)]),
      float("rad", "Degrees in radians."),
      Function(
        "random",
        "A random number: from 0 to 1, from 1 to `m`, or from `m` to `n`. In virtual time it comes from the seed.",
        [.optional("m", .integer), .optional("n", .integer)],
        returns: [Return(.number)]
      ),
      Function(
        "randomseed",
        "Begins another row of random numbers.",
        [.optional("x", .number), .optional("y", .integer)],
        returns: [Return(.cats("integer ..."))]
      ),
      float("sin", "The sine of radians."),
      float("sqrt", "The square root."),
      float("tan", "The tangent of radians."),
      Function(
        "tointeger",
        "The number as an integer, or nil if it is none.",
        [Parameter("x", .any)],
        returns: [Return(.optional(.integer))]
      ),
      Function(
        "type",
        "\"integer\", \"float\", or nil for what is no number.",
        [Parameter("x", .any)],
        returns: [Return(.optional(.string))]
      ),
      Function(
        "ult",
        "Whether `m` is less than `n`, both taken as unsigned.",
        [Parameter("m", .integer), Parameter("n", .integer)],
        returns: [Return(.boolean)]
      ),
    ]
  )

  static let osLibrary = Class(
    "oslib",
    shownAs: "os",
    "The time, on the clock of whoever runs this code: in scenarios it starts at 2000-01-01T00:00:00Z.",
    .library,
    in: .all,
    functions: [
      Function("clock", "Processor time in seconds.", returns: [Return(.number)]),
      Function(
        "date",
        "A time as text, or with the format \"*t\" as a table.",
        [.optional("format", .string, "As for `strftime`."), .optional("time", .integer, "Now if not given.")],
        returns: [Return(.union([.string, .table]))]
      ),
      Function(
        "difftime",
        "The seconds from `earlier` to `later`.",
        [Parameter("later", .number), Parameter("earlier", .number)],
        returns: [Return(.number)]
      ),
      Function(
        "time",
        "Seconds since 1970, of now or of a date.",
        [.optional("date", .table, "With `year`, `month` and `day`.")],
        returns: [Return(.integer)]
      ),
    ]
  )
}
