extension LuaSurface {
  static let tableLibrary = Class(
    "tablelib",
    shownAs: "table",
    "Lists.",
    .library,
    in: .all,
    functions: [
      Function(
        "concat",
        "The elements as one text.",
        [
          Parameter("list", .table), .optional("separator", .string, "What comes between."),
          .optional("i", .integer), .optional("j", .integer),
        ],
        returns: [Return(.string)]
      ),
      Function(
        "insert",
        "Puts a value at the end, or at a position: `table.insert(list, value)` or `table.insert(list, 1, value)`.",
        [
          Parameter("list", .table), Parameter("position", .any, "The position, or else the value."),
          .optional("value", .any),
        ]
      ),
      Function(
        "move",
        "Copies the elements from `from` to `last` to the positions from `to` on.",
        [
          Parameter("source", .table), Parameter("from", .integer), Parameter("last", .integer),
          Parameter("to", .integer), .optional("target", .table, "`source` if not given."),
        ],
        returns: [Return(.table)]
      ),
      Function("pack", "Its arguments as a list, with their number as `n`.", rest: .any, returns: [Return(.table)]),
      Function(
        "remove",
        "Takes an element out, the last if no position is given.",
        [Parameter("list", .cats("V[]")), .optional("position", .integer)],
        returns: [Return(.cats("V?"))],
        generics: ["V"]
      ),
      Function(
        "sort",
        "Sorts a list in place.",
        [
          Parameter("list", .cats("V[]")),
          .optional("before", .cats("fun(a: V, b: V): boolean"), "Whether `a` comes before `b`; `<` if not given."),
        ],
        generics: ["V"]
      ),
      Function(
        "unpack",
        "The elements as values.",
        [Parameter("list", .cats("V[]")), .optional("i", .integer), .optional("j", .integer)],
        returns: [Return(.cats("V ..."))],
        generics: ["V"]
      ),
    ]
  )

  static let jsonLibrary = Class(
    "jsonlib",
    shownAs: "json",
    "JSON. `{}` is an object and `json.array {}` a list; the kinds survive a round trip.",
    .library,
    in: .all,
    fields: [Field("null", .userdata, "JSON's null; nil leaves an entry out.")],
    functions: [
      Function(
        "array",
        "Makes a table a list, also where it is empty.",
        [.optional("list", .table, "A fresh one if not given.")],
        returns: [Return(.table)]
      ),
      Function(
        "decode",
        "Reads JSON text; an error names line and column.",
        [Parameter("text", .string)],
        returns: [Return(.any)]
      ),
      Function(
        "encode",
        "Writes a value as JSON text, the keys of objects in order.",
        [Parameter("value", .any)],
        returns: [Return(.string)]
      ),
    ]
  )
}
