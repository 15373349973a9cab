extension LuaSurface {
  private static let coroutine = Parameter("co", .thread)

  static let coroutineLibrary = Class(
    "coroutinelib",
    shownAs: "coroutine",
    "Coroutines. A call that waits, made in one, suspends the whole script and not only the coroutine.",
    .library,
    in: .all,
    functions: [
      Function(
        "close",
        "Ends a suspended coroutine.",
        [coroutine],
        returns: [Return(.boolean, "ok"), Return(.any, "message")]
      ),
      Function("create", "Makes a coroutine of a function.", [Parameter("f", .function)], returns: [Return(.thread)]),
      Function(
        "isyieldable",
        "Whether a coroutine may yield, the running one if none is given.",
        [.optional("co", .thread)],
        returns: [Return(.boolean)]
      ),
      Function(
        "resume",
        "Goes on with a coroutine until it yields or ends.",
        [coroutine],
        rest: .any,
        returns: [Return(.boolean, "ok"), Return(.cats("any ..."))]
      ),
      Function(
        "running",
        "The coroutine that runs, and whether it is the main one.",
        returns: [Return(.thread), Return(.boolean, "main")]
      ),
      Function(
        "status",
        "\"running\", \"suspended\", \"normal\" or \"dead\".",
        [coroutine],
        returns: [Return(.string)]
      ),
      Function(
        "wrap",
        "Makes a coroutine, and a function that goes on with it at each call.",
        [Parameter("f", .function)],
        returns: [Return(.cats("fun(...): ...any"))]
      ),
      Function(
        "yield",
        "Suspends the coroutine that runs; its arguments are what resuming it returns.",
        rest: .any,
        returns: [Return(.cats("any ..."))]
      ),
    ]
  )
}
