import LuaRuntime
import TaskPolicy
import TaskScripting
import Testing

@Suite("Editor stubs")
struct StubWriterTests {
  static let surfaces = [LuaSurface.sandbox, PolicySurface.surface, ScriptSurface.surface]

  @Test("each file is Lua that our own sandbox takes, and runs", arguments: surfaces.indices)
  func isLua(index: Int) throws {
    let text = StubWriter.text(of: Self.surfaces[index])
    _ = try LuaParser.parse(Array(text.utf8))
    // The definitions set globals and nothing else: in a state where they can be set, they run.
    let state = try LuaState()
    _ = try state.call(try state.load(text, name: "stub.lua"))
  }

  @Test("each function is defined once, with its parameters and the contexts in which it may be called")
  func functions() {
    for surface in Self.surfaces {
      let text = StubWriter.text(of: surface)
      var expected: [String] = []
      for global in surface.globals {
        if case .function(let function) = global.value {
          expected.append(Self.shape(function, as: global.name, in: global.contexts))
        }
      }
      for type in surface.allClasses {
        let owner = surface.globals.contains { $0.name == type.shownName } ? type.shownName : type.name
        expected += type.functions.map { Self.shape($0, as: "\(owner).\($0.name)", in: type.contexts) }
        expected += type.methods.map { Self.shape($0, as: "\(owner):\($0.name)", in: type.contexts) }
      }
      #expect(Self.shapes(in: text).sorted() == expected.sorted(), "\(surface.name)")
    }
  }

  /// `name(parameters) contexts waits`.
  private static func shape(
    _ function: LuaSurface.Function,
    as name: String,
    in contexts: LuaSurface.Contexts
  ) -> String {
    let parameters = function.parameters.map(\.name) + (function.rest == nil ? [] : ["..."])
    let waits = function.waits ? "Waits: the script is suspended." : "Does not wait."
    return
      "\(name)(\(parameters.joined(separator: ", "))) Contexts: \(contexts.words.joined(separator: ", ")). \(waits)"
  }

  /// The same of what a text defines, with the comment above each.
  private static func shapes(in text: String) -> [String] {
    var contexts = ""
    return text.split(separator: "\n").compactMap { line in
      if line.hasPrefix("---Contexts: ") { contexts = String(line.dropFirst(3)) }
      guard line.hasPrefix("function "), line.hasSuffix(" end") else { return nil }
      return line.dropFirst("function ".count).dropLast(" end".count) + " " + contexts
    }
  }

  @Test("a function, a class and a choice are written as LuaCATS has them")
  func notation() {
    let surface = LuaSurface(
      "s",
      "All.",
      aliases: [.init("Kind", "A kind.", [(text: "a", summary: "The first."), (text: "b", summary: "The second.")])],
      classes: [
        .init(
          "Thing",
          "A thing.",
          .record,
          in: .script,
          parent: "Base",
          fields: [
            .init("list", .list(.union([.string, .integer])), "Some."),
            .optional(
              "on",
              .callback(.init("on", "", [.optional("x", .number)], returns: [.init(.boolean)])),
              "A hook."
            ),
          ],
          methods: [.init("go", "Goes.", [.optional("far", .number, "Metres.")], rest: .any, waits: true)]
        )
      ],
      globals: [
        .function(
          [.policy, .scenario],
          .init(
            "f",
            "Does it.",
            [.init("a", .named("Kind"), "One.")],
            returns: [.init(.optional(.string), "", "why"), .init(.map(.string, .any))]
          )
        ),
        .value(.all, "v", .integer, "A number."),
      ]
    )
    let expected = """
      ---@meta _
      \(StubWriter.mark)

      -- All.

      ---A kind.
      ---@alias switchyard.Kind
      ---| "a" # The first.
      ---| "b" # The second.

      ---A thing.
      ---
      ---Contexts: script.
      ---@class switchyard.Thing: switchyard.Base
      ---@field list (string|integer)[] Some.
      ---@field on? fun(x?: number): boolean A hook.
      local Thing = {}

      ---Goes.
      ---
      ---Contexts: script. Waits: the script is suspended.
      ---@param far? number Metres.
      ---@param ... any
      function Thing:go(far, ...) end

      ---Does it.
      ---
      ---Contexts: policy, scenario. Does not wait.
      ---@param a switchyard.Kind One.
      ---@return string? result why
      ---@return table<string, any>
      function f(a) end

      ---A number.
      ---
      ---Contexts: policy, script, scenario.
      ---@type integer
      v = nil

      """
    #expect(StubWriter.text(of: surface) == expected)
  }
}
