extension LuaSurface {
  /// The basic functions. Scenario files have another `assert`.
  static let basicFunctions: [Global] = [
    .function(
      [.policy, .script],
      Function(
        "assert",
        "Raises `message` if `v` is false or nil; otherwise returns its arguments.",
        [Parameter("v", .cats("T"), "What must hold."), .optional("message", .any, "The error if it does not.")],
        rest: .any,
        returns: [Return(.cats("T")), Return(.cats("any ..."))],
        generics: ["T"]
      )
    ),
    .function(
      .all,
      Function(
        "error",
        "Raises an error.",
        [
          .optional("message", .any, "The error; a text is given the place of the caller."),
          .optional("level", .integer, "Whose place: 1 (the default) is the function that calls `error`, 0 none."),
        ]
      )
    ),
    .function(
      .all,
      Function(
        "getmetatable",
        "The metatable of a value, or what its `__metatable` says.",
        [Parameter("object", .any)],
        returns: [Return(.any)]
      )
    ),
    .function(
      .all,
      Function(
        "ipairs",
        "Goes over `t[1]`, `t[2]`, … up to the first nil.",
        [Parameter("t", .cats("T"))],
        returns: [
          Return(.cats("fun(table: V[], i?: integer): integer, V")), Return(.cats("T")), Return(.integer, "i"),
        ],
        generics: ["T: table", "V"]
      )
    ),
    .function(
      .all,
      Function(
        "load",
        "Compiles Lua text; never bytecode.",
        [
          Parameter("chunk", .union([.string, .function]), "The text, or a function that returns it piece by piece."),
          .optional("name", .string, "What messages call it."),
          .optional("mode", .string, "Only \"t\" counts."),
          .optional("env", .table, "Its global environment."),
        ],
        returns: [
          Return(.optional(.function), "compiled"), Return(.optional(.string), "message", "why it is not Lua"),
        ]
      )
    ),
    .function(
      .all,
      Function(
        "next",
        "The entry of a table after `key`, or the first.",
        [Parameter("table", .cats("table<K, V>")), .optional("key", .cats("K"))],
        returns: [Return(.cats("K?"), "key"), Return(.cats("V?"), "value")],
        generics: ["K", "V"]
      )
    ),
    .function(
      .all,
      Function(
        "pairs",
        "Goes over all entries of a table; in virtual time in the order of the keys.",
        [Parameter("t", .cats("T"))],
        returns: [
          Return(.cats("fun(table: table<K, V>, index?: K): K, V")), Return(.cats("T")), Return(.nil),
        ],
        generics: ["T: table", "K", "V"]
      )
    ),
    .function(
      .all,
      Function(
        "pcall",
        "Calls `f` and catches what it raises. A passed budget and a cancellation cannot be caught.",
        [Parameter("f", .function)],
        rest: .any,
        returns: [Return(.boolean, "ok"), Return(.cats("any ..."))]
      )
    ),
    .function(
      .all,
      Function("print", "Shows its arguments to whoever runs this code, with file and line.", rest: .any)
    ),
    .function(
      .all,
      Function(
        "rawequal",
        "Whether two values are the same, without metamethods.",
        [Parameter("a", .any), Parameter("b", .any)],
        returns: [Return(.boolean)]
      )
    ),
    .function(
      .all,
      Function(
        "rawget",
        "Reads an entry of a table without metamethods.",
        [Parameter("table", .table), Parameter("key", .any)],
        returns: [Return(.any)]
      )
    ),
    .function(
      .all,
      Function(
        "rawlen",
        "The length of a table or a text, without metamethods.",
        [Parameter("v", .union([.table, .string]))],
        returns: [Return(.integer)]
      )
    ),
    .function(
      .all,
      Function(
        "rawset",
        "Sets an entry of a table without metamethods.",
        [Parameter("table", .table), Parameter("key", .any), Parameter("value", .any)],
        returns: [Return(.table)]
      )
    ),
    .function(
      .all,
      Function(
        "require",
        "Loads a Lua file once and returns what it returned: `require \"rules.builds\"` is `rules/builds.lua`, in the "
          + "folder of the file that runs or below it.",
        [Parameter("name", .string, "The file, with dots for slashes and without `.lua`.")],
        returns: [Return(.any)]
      )
    ),
    .function(
      .all,
      Function(
        "select",
        "The arguments from number `index` on, or how many there are.",
        [Parameter("index", .union([.integer, .literal("#")]), "From the end if negative.")],
        rest: .any,
        returns: [Return(.cats("any ..."))]
      )
    ),
    .function(
      .all,
      Function(
        "setmetatable",
        "Sets the metatable of a table; one with `__gc` is refused.",
        [Parameter("table", .cats("T")), Parameter("metatable", .optional(.table))],
        returns: [Return(.cats("T"))],
        generics: ["T: table"]
      )
    ),
    .function(
      .all,
      Function(
        "tonumber",
        "A value as a number, or nil if it is none.",
        [Parameter("v", .any), .optional("base", .integer, "Of the digits, from 2 to 36.")],
        returns: [Return(.optional(.number))]
      )
    ),
    .function(
      .all,
      Function("tostring", "A value as text.", [Parameter("v", .any)], returns: [Return(.string)])
    ),
    .function(
      .all,
      Function("type", "The name of a value's type.", [Parameter("v", .any)], returns: [Return(.string)])
    ),
    .function(.all, Function("warn", "The same as `print`.", rest: .any)),
    .function(
      .all,
      Function(
        "xpcall",
        "Calls `f`; what it raises is given to `handler`.",
        [Parameter("f", .function), Parameter("handler", .function, "Its result is what `xpcall` returns.")],
        rest: .any,
        returns: [Return(.boolean, "ok"), Return(.cats("any ..."))]
      )
    ),
  ]
}
