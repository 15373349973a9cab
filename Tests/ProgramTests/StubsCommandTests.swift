import FoundationEssentials
import Testing

@Suite("switchyard stubs")
struct StubsCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("it writes the settings and four files of Lua, and names them; doing it again changes nothing")
  func writes() async throws {
    let files = [".luarc.json"] + ["sandbox", "policy", "script", "scenario"].map { ".switchyard/\($0).lua" }
    for _ in 0..<2 {
      let run = try await Program.run("stubs", "editor", in: folder)
      #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
      #expect(run.outputLines == files.map { "editor/\($0)" })
    }
    for file in files.dropFirst() { #expect(try folder.read("editor/\(file)").hasPrefix("---@meta")) }
  }

  @Test("a file of someone else's is refused with a sentence; status 2, and nothing on standard output")
  func refuses() async throws {
    try folder.write("{ \"mine\": true }", to: ".luarc.json")
    let run = try await Program.run("stubs", ".", in: folder)
    #expect(run.status == 2 && run.output.isEmpty, "\(run)")
    #expect(
      run.errors
        == "error: ./.luarc.json: it was not written by 'switchyard stubs'; move it away, or choose another folder\n"
    )
    #expect(try folder.read(".luarc.json") == "{ \"mine\": true }")
  }

  @Test("a file in place of the folder is told; status 2")
  func file() async throws {
    try folder.write("", to: "there")
    let run = try await Program.run("stubs", "there", in: folder)
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("error: there: "), "\(run)")
  }

  @Test("without a folder it is wrong usage; status 64")
  func usage() async throws {
    #expect(try await Program.run("stubs", in: folder).status == 64)
    #expect(try await Program.run("stubs", "a", "b", in: folder).status == 64)
  }
}
