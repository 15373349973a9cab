import ScenarioRunner
import Testing

@Suite(
  "Specifications run as under busted",
  .enabled(if: Tool.isInstalled("busted"), Tool.missing("busted", package: "lua-busted"))
)
struct BustedParityTests {
  /// Writes a line for each outcome, in order. What busted calls a strict setup is its `setup`.
  private let handler = """
    return function()
      local busted = require "busted"
      local handler = require "busted.outputHandlers.base"()
      local function show(element, status)
        local name = handler.getFullName(element):gsub("strict_", "")
        io.write(name:gsub("\\n", " "), ": ", status == "success" and "passed" or status, "\\n")
        return nil, true
      end
      busted.subscribe({ "test", "end" }, function(element, _, status) return show(element, status) end)
      busted.subscribe({ "error" }, function(element)
        return element.descriptor ~= "it" and show(element, "error") or nil, true
      end)
      return handler
    end
    """

  @Test("with the same outcomes, names and order", arguments: Specifications.all)
  func parity(specification: Specifications.Entry) async throws {
    let folder = try ScenarioFolder()
    let path = try folder.write("t_spec.lua", specification.text)
    let handler = try folder.write("lines.lua", handler)
    let theirs = try Tool.run("cd \(folder.path) && busted -o \(handler) \(path)").output.split(separator: "\n")
    let ours = await ScenarioFile(path, options: ScenarioOptions()).run()
    #expect(ours.loadError == nil)
    #expect(!theirs.isEmpty)
    #expect(theirs.map(String.init) == ours.words.map { $0.replacing("\n", with: " ") })
  }

  @Test("with the same failure texts, where tables differ aside")
  func wording() async throws {
    let folder = try ScenarioFolder()
    let path = try folder.write("t_spec.lua", Specifications.wording)
    // Each writes why it failed.
    let theirs = try Tool.run("cd \(folder.path) && busted -o TAP \(path) | sed -n 's/^# \\{0,1\\}//p'").output
    let ours = await ScenarioFile(path, options: ScenarioOptions()).run()
    for result in ours.results {
      let message = try #require(result.message)
      #expect(theirs.contains(message), "\(result.test.name):\n\(message)")
    }
    #expect(ours.count(.failure) == ours.results.count && ours.results.count > 20)
  }
}
