package import LuaRuntime
import TaskPolicy
import TaskScripting

/// What scenario files are written with beside what scripts call, in words.
package enum ScenarioSurface {
  package static let surface = LuaSurface(
    "scenario",
    "What scenario files are written with: busted's words, and luassert's.",
    classes: [assertions],
    globals: blocks + tests + hooks + [
      .function(
        .scenario,
        .init(
          "pending",
          "Inside of an `it` it ends it, as not done yet; elsewhere it declares an `it` that is not run.",
          [
            .init("name", .string, "What is to come; inside of an `it` it may be left out."),
            .optional("body", .union([.string, .callback(block)]), "Why it is not run, or what is not."),
          ]
        )
      ),
      .function(
        .scenario,
        .init(
          "at",
          "Inside of an `it`: has a function called at a moment of the test's time.",
          [.init("seconds", .number, "Since the test began."), .init("fn", .callback(block), "It may wait.")]
        )
      ),
      .table(.scenario, assertWord),
    ]
  )

  /// Everything that Lua code can be given, by whatever runs it.
  package static let all = [LuaSurface.sandbox, PolicySurface.surface, ScriptSurface.surface, surface]

  /// A function that scenario files give, without arguments.
  static let block = LuaSurface.Function("block", "")

  private static let blocks: [LuaSurface.Global] = [
    ("describe", "A group of tests."), ("context", "The same as `describe`."), ("insulate", "The same as `describe`."),
    ("expose", "The same as `describe`."),
  ].map { word, summary in
    .function(
      .scenario,
      .init(
        word,
        summary,
        [.init("name", .string, "What the names of its tests begin with."), .init("body", .callback(block))]
      )
    )
  }

  private static let tests: [LuaSurface.Global] = [
    ("it", "A test, with a manager, a policy, a clock and tools of its own."), ("spec", "The same as `it`."),
    ("test", "The same as `it`."),
  ].map { word, summary in
    .function(
      .scenario,
      .init(
        word,
        "\(summary) Its body may wait.",
        [.init("name", .string, "What must hold; `#word` in it is a tag."), .init("body", .callback(block))]
      )
    )
  }

  private static let hooks: [LuaSurface.Global] = [
    ("setup", "Runs once, before the first test of this group."),
    ("teardown", "Runs once, after the last test of this group."),
    ("before_each", "Runs before each test of this group, in the test's own world."),
    ("after_each", "Runs after each test of this group, also after one that failed."),
  ].map { word, summary in
    .function(.scenario, .init(word, summary, [.init("body", .callback(block))]))
  }
}
