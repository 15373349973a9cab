import LuaRuntime
import TaskPolicy
import Testing

@testable import ScenarioRunner
@testable import TaskScripting

@Suite("The description of scenarios")
struct ScenarioSurfaceTests {
  private static let vocabulary = LuaVocabulary(
    [.sandbox, ScriptSurface.surface, ScenarioSurface.surface],
    in: .scenario
  )

  @Test("names exactly what a scenario file finds, with its types")
  func globals() async throws {
    let report = try await scenario(
      """
      it("lists", function()
        for name, value in pairs(_G) do
          print(name, type(value))
          if type(value) == "table" and value ~= _G and name ~= "assert" then
            for key, entry in pairs(value) do print(name .. "." .. key, type(entry)) end
          end
        end
      end)
      """
    )
    let log = try #require(report.results.first).log
    var held: [String: String] = [:]
    for line in log {
      let words = line.split(separator: " ", maxSplits: 1).last?.split(separator: "\t").map(String.init) ?? []
      held[words[0]] = words[1]
    }
    // What follows `assert` is made when it is read: the other tests see to it.
    let described = Self.vocabulary.kinds().filter { !$0.key.hasPrefix("assert.") }
    for (name, kind) in described { #expect(held[name] == kind, "\(name) is described as a \(kind)") }
    for (name, kind) in held { #expect(described[name] == kind, "\(name) is there, a \(kind), but not so described") }
    #expect(held.count > 130, "\(held.count)")
  }

  @Test("every assertion that there is is described, and every one that is described is there")
  func assertions() async throws {
    let described = Self.vocabulary.functions(of: ScenarioSurface.assertWord).map(\.name).filter { $0 != "message" }
    for name in described {
      let report = try await scenario("it('x', function() assert.\(name)() end)")
      let result = try #require(report.results.first)
      #expect(!(result.message ?? "").contains("no assertion"), "\(name): \(result.message ?? "")")
    }
    let host = try Self.host()
    let known = try ScenarioLibrary(into: host, acts: PlannedActs()).assertions()
    #expect(known.count > 20, "\(known)")
    for name in known {
      #expect(described.contains(name) || described.contains("is_\(name)"), "assert.\(name) is not described")
    }
  }

  private static func host() throws -> ScriptHost {
    let world = ScriptWorld.standard(time: .real, policy: .init())
    return try ScriptHost(ScriptHost.Configuration(folder: "/", onPrint: { _ in }), world: world)
  }

  @Test("every word before an assertion may stand there, and negates it or not as it is described")
  func modifiers() async throws {
    let fields = Self.vocabulary.fields(of: ScenarioSurface.assertWord)
    #expect(fields.count > 5)
    for field in fields {
      let report = try await scenario("it('x', function() assert.\(field.name).equal(1, 2) end)")
      let passes = field.summary.hasPrefix("Negates")
      #expect(report.results.map(\.status) == [passes ? .passed : .failure], "\(field.name)")
    }
    let report = try await scenario("it('x', function() assert.message('because').equal(1, 2) end)")
    #expect(report.messages.first?.hasPrefix("because") == true)
  }

  @Test("says which arguments each word takes: with fewer or with others it is an error that names the word")
  func parameters() async throws {
    // `at` is no word of a file's plan: it belongs inside of an `it`.
    for global in ScenarioSurface.surface.globals where global.name != "at" {
      guard case .function(let function) = global.value else { continue }
      let names = function.parameters.map(\.name)
      let good = names.map { ["name": "'n'", "body": "function() end"][$0] ?? "?" }.joined(separator: ", ")
      let fine = try await scenario("\(function.name)(\(good))\nit('x', function() end)")
      #expect(
        fine.loadError == nil && !fine.results.isEmpty,
        "\(function.name)(\(good)): \(fine.loadError.map(String.init(describing:)) ?? "")"
      )
      let report = try await scenario("\(function.name)(7)")
      #expect(
        report.loadError?.description.contains("'\(function.name)' needs a \(names[0] == "name" ? "name" : "function")")
          == true
      )
      guard names.count > 1 else { continue }
      let other = try await scenario("\(function.name)('n', 7)")
      #expect(
        other.loadError?.description.contains("'\(function.name)' needs a function") == true,
        "\(other.loadError.map(String.init(describing:)) ?? "")"
      )
    }
  }

  @Test("its stubs are Lua, and name only what some stubs describe")
  func stubs() throws {
    _ = try LuaParser.parse(Array(StubWriter.text(of: ScenarioSurface.surface).utf8))
    let described = Set(ScenarioSurface.all.flatMap { $0.aliases.map(\.name) + $0.allClasses.map(\.name) })
    for type in ScenarioSurface.all.flatMap(\.types).flatMap(\.parts) {
      if case .named(let name) = type { #expect(described.contains(name), "\(name) is named but not described") }
    }
  }
}
