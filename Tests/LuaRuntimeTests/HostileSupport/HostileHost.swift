import LuaRuntime
import Synchronization

/// A state with a host around it: functions that answer, fail, wait and call back, an object, and modules.
struct HostileHost {
  let state: LuaState
  let object: LuaObject

  private static let modules = [
    "loop": "while true do end",
    "fails": "error('no module')",
    "bomb": "local s = 'x' while true do s = s .. s end",
    "large": "return {" + String(repeating: "{},", count: 100_000) + "}",
    "bytecode": "\u{1B}LuaT\0\u{19}",
    "one": "return {n = 1}",
    "cycle.a": "return require('cycle.b')",
    "cycle.b": "return require('cycle.a')",
  ]

  private final class Count: Sendable {
    private let value = Atomic(0)
    func next() -> Int { value.add(1, ordering: .relaxed).newValue }
  }

  init(memory: Int = 16 << 20, deterministic: Bool = false) throws {
    var configuration = LuaState.Configuration()
    configuration.memoryLimit = memory
    configuration.deterministic = deterministic
    configuration.loadModule = { name in
      guard let text = Self.modules[name] else { throw Oops("module '\(name)' not found") }
      return LuaModuleSource(path: name + ".lua", bytes: Array(text.utf8))
    }
    state = try LuaState(configuration)
    let waits = Count()
    let type = LuaObjectType(
      name: "object",
      fields: ["name", "data"],
      methods: [
        .init("same", { .value(.boolean($0[0] == $0[0])) }),
        .init("fail", { _ in throw Oops("the object refused") }),
      ],
      get: { handle, field in field == 0 ? "object" : .json(Array(#"{"a":[1,2,3]}"#.utf8)) },
      describe: { "object \($0)" }
    )
    try state.define(type)
    try state.register(
      module: "host",
      [
        .init("echo", { .values($0.values) }),
        .init("fail", { _ in throw Oops("the host refused") }),
        .init(
          "call",
          { [unowned state] arguments in
            guard let function = arguments[0].function else { throw Oops("host.call takes a function") }
            return .values(try state.call(function))
          }
        ),
        .init(
          "wait",
          { arguments in
            .wait {
              // Each stretch between two waits has its budget; how often a script may wait is the host's to say.
              if waits.next() > 1000 { throw CancellationError() }
              await Task.yield()
              return arguments.values
            }
          }
        ),
      ],
      frozen: false
    )
    object = type.object(1)
    _ = try state.run("host.object = ...", [.object(object)])
  }

  /// What a script could have changed: the names of all globals and of all that they contain.
  func surroundings() throws -> [LuaValue] {
    try state.run(
      """
      local names = {}
      for name, value in pairs(_G) do
        names[#names + 1] = name
        if type(value) == 'table' and value ~= _G then
          for inner, v in pairs(value) do names[#names + 1] = name .. '.' .. inner .. ' ' .. type(v) end
        end
      end
      table.sort(names)
      local s = 'abc'
      assert(s:rep(2) == 'abcabc' and s:upper() == 'ABC' and s:find('c', 1, true) == 3 and getmetatable(s) == false)
      assert(getmetatable(_G) == nil and getmetatable({}) == nil and getmetatable(json.decode('[]')) == nil)
      assert(pcall(error) == false and select(2, pcall(error, 'x', 0)) == 'x')
      assert(coroutine.wrap(function(...) return (...) end)(7) == 7 and json.encode(json.decode('[1,{}]')) == '[1,{}]')
      return table.concat(names, '\\n')
      """
    )
  }
}
