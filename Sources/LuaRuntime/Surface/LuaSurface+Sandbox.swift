extension LuaSurface {
  /// The sandboxed Lua that everything runs in: what `CLuaShims` opens, and nothing else.
  package static let sandbox = LuaSurface(
    "sandbox",
    "Lua 5.4 as far as it is safe. What is not listed, such as io, debug and collectgarbage, is not there.",
    globals: basicFunctions + [
      .value(.all, "_G", .table, "The global environment."),
      .value(.all, "_VERSION", .string, "\"Lua 5.4\"."),
      .table(.all, coroutineLibrary),
      .table(.all, jsonLibrary),
      .table(.all, mathLibrary),
      .table(.all, osLibrary),
      .table(.all, stringLibrary),
      .table(.all, tableLibrary),
      .table(.all, utf8Library),
    ]
  )
}
