extension LuaSurface {
  static let stringLibrary = Class(
    "stringlib",
    shownAs: "string",
    "Texts. Its functions are also methods: `name:upper()`.",
    .library,
    in: .all,
    functions: [
      Function(
        "byte",
        "The bytes from `i` to `j` as numbers.",
        [subject, .optional("i", .integer, "1 if not given."), .optional("j", .integer, "`i` if not given.")],
        returns: [Return(.cats("integer ..."))]
      ),
      Function("char", "The text of these bytes.", rest: .integer, returns: [Return(.string)]),
      Function(
        "find",
        "Where `pattern` first matches.",
        [
          subject, pattern, .optional("init", .integer, "Where to begin."),
          .optional("plain", .boolean, "Take the pattern as it stands."),
        ],
        returns: [
          Return(.optional(.integer), "start"), Return(.optional(.integer), "finish"), Return(.cats("any ...")),
        ]
      ),
      Function(
        "format",
        "A text after a pattern as in C: `%d`, `%5.2f`, `%s`, `%q`.",
        [Parameter("format", .string)],
        rest: .any,
        returns: [Return(.string)]
      ),
      Function(
        "gmatch",
        "Goes over all matches.",
        [subject, pattern, .optional("init", .integer, "Where to begin.")],
        returns: [Return(.cats("fun(): string, ...any"))]
      ),
      Function(
        "gsub",
        "Replaces all matches, or the first `n`.",
        [
          subject, pattern,
          Parameter(
            "replacement",
            .union([.string, .number, .table, .function]),
            "A text with `%1`, a table, or a function."
          ),
          .optional("n", .integer),
        ],
        returns: [Return(.string), Return(.integer, "count")]
      ),
      Function("len", "How many bytes it has.", [subject], returns: [Return(.integer)]),
      Function("lower", "In lower case.", [subject], returns: [Return(.string)]),
      Function(
        "match",
        "The captures of the first match, or the whole match if there are none.",
        [subject, pattern, .optional("init", .integer, "Where to begin.")],
        returns: [Return(.cats("any ..."))]
      ),
      Function(
        "pack",
        "Values in binary form.",
        [Parameter("format", .string)],
        rest: .any,
        returns: [Return(.string)]
      ),
      Function(
        "packsize",
        "How many bytes `string.pack` gives.",
        [Parameter("format", .string)],
        returns: [Return(.integer)]
      ),
      Function(
        "rep",
        "The text `n` times.",
        [subject, Parameter("n", .integer), .optional("separator", .string, "What comes between.")],
        returns: [Return(.string)]
      ),
      Function("reverse", "Its bytes in reverse.", [subject], returns: [Return(.string)]),
      Function(
        "sub",
        "The bytes from `i` to `j`; negative numbers count from the end.",
        [subject, Parameter("i", .integer), .optional("j", .integer)],
        returns: [Return(.string)]
      ),
      Function(
        "unpack",
        "The values that `string.pack` packed.",
        [Parameter("format", .string), subject, .optional("position", .integer)],
        returns: [Return(.cats("any ..."))]
      ),
      Function("upper", "In upper case.", [subject], returns: [Return(.string)]),
    ]
  )

  private static let subject = Parameter("s", .union([.string, .number]))
  private static let pattern = Parameter("pattern", .union([.string, .number]))

  static let utf8Library = Class(
    "utf8lib",
    shownAs: "utf8",
    "Texts as Unicode characters.",
    .library,
    in: .all,
    fields: [Field("charpattern", .string, "A pattern that matches one character.")],
    functions: [
      Function("char", "The text of these code points.", rest: .integer, returns: [Return(.string)]),
      Function(
        "codepoint",
        "The code points of the characters that begin between the bytes `i` and `j`.",
        [text, .optional("i", .integer), .optional("j", .integer), lax],
        returns: [Return(.cats("integer ..."))]
      ),
      Function(
        "codes",
        "Goes over all characters: where each begins, and its code point.",
        [text, lax],
        returns: [Return(.cats("fun(s: string, i: integer): integer, integer"))]
      ),
      Function(
        "len",
        "How many characters begin between the bytes `i` and `j`, or nil and the first byte that is wrong.",
        [text, .optional("i", .integer), .optional("j", .integer), lax],
        returns: [Return(.optional(.integer)), Return(.optional(.integer), "wrong")]
      ),
      Function(
        "offset",
        "Where the character number `n` begins, counted from the byte `i`.",
        [text, Parameter("n", .integer), .optional("i", .integer)],
        returns: [Return(.optional(.integer))]
      ),
    ]
  )

  private static let text = Parameter("s", .string)
  private static let lax = Parameter.optional("lax", .boolean, "Take code points beyond Unicode too.")
}
