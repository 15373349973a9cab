import TaskEngine
import TaskPolicy
import Testing

@Suite("The sandbox as Policies.md lists it")
struct SandboxListTests {
  @Test("what is listed is there, and what is there is listed")
  func list() throws {
    let listed = try Self.listed()
    let found = try Self.found()
    #expect(listed.count > 90)
    #expect(found.subtracting(listed).sorted() == [], "there, but not listed")
    #expect(listed.subtracting(found).sorted() == [], "listed, but not there")
  }

  /// `print`, `string.rep` …, as the table of the section says.
  private static func listed() throws -> Set<String> {
    let tests = #filePath.folder.folder.folder
    let document = try TextFile.read("\(tests.folder)/Sources/TaskPolicy/TaskPolicy.docc/Policies.md")
    var names: Set<String> = []
    var isInSection = false
    for line in String(decoding: document, as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix("## ") { isInSection = line == "## The sandbox" }
      let cells = line.split(separator: "|").map { $0.split(separator: "`", omittingEmptySubsequences: false) }
      guard isInSection, cells.count == 2, cells[1].count == 3 else { continue }
      let library = cells[0].count == 3 ? String(cells[0][1]) : nil
      if let library { names.insert(library) }
      for name in cells[1][1].split(separator: " ") { names.insert(library.map { "\($0).\(name)" } ?? String(name)) }
    }
    return names
  }

  /// The same, as a policy finds it.
  private static func found() throws -> Set<String> {
    let policy = try LuaPolicy(
      route: """
        local names = {}
        for name, value in pairs(_G) do
          names[name] = 1
          if type(value) == "table" and value ~= _G then
            for inner in pairs(value) do names[name .. "." .. inner] = 1 end
          end
        end
        return { concurrency = names }
        """
    )
    return Set(try policy.route(call(), tasks: view()).concurrency.keys)
  }
}
