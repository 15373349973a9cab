import FoundationEssentials
import Glibc
import LuaRuntime
import TaskScripting
import Testing

@Suite("Writing editor stubs")
struct StubFolderTests {
  private let folder: Folder
  private let surfaces = StubWriterTests.surfaces

  init() throws { folder = try Folder() }

  private func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  private func failure(_ path: String) throws -> StubFolder.Failure {
    try #require(throws: StubFolder.Failure.self) { try StubFolder(path).write(surfaces) }
  }

  @Test("a folder that is not there is made, with settings and a file for each surface")
  func fresh() throws {
    let written = try StubFolder(folder.path + "/a/b/").write(surfaces)
    let expected = [".luarc.json", ".switchyard/sandbox.lua", ".switchyard/policy.lua", ".switchyard/script.lua"]
    #expect(written == expected.map { "\(folder.path)/a/b/\($0)" })
    #expect(try files() == (["a", "a/b", "a/b/.switchyard"] + expected.map { "a/b/" + $0 }).sorted())
  }

  @Test("the settings are JSON: Lua 5.4, the definitions' folder, and no libraries that are not there")
  func settings() throws {
    struct Settings: Decodable {
      var version: String
      var library: [String]
      var builtin: [String: String]
      enum CodingKeys: String, CodingKey {
        case version = "runtime.version"
        case library = "workspace.library"
        case builtin = "runtime.builtin"
      }
    }
    _ = try StubFolder(folder.path).write(surfaces)
    let data = try Data(contentsOf: URL(filePath: folder.path + "/.luarc.json"))
    let settings = try JSONDecoder().decode(Settings.self, from: data)
    #expect(settings.version == "Lua 5.4" && settings.library == [".switchyard"])
    let stock = ["basic", "coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8"]
    #expect(settings.builtin == Dictionary(uniqueKeysWithValues: stock.map { ($0, "disable") }))
  }

  @Test("what was written so is replaced, and what else is in the folder stays")
  func again() throws {
    let written = try StubFolder(folder.path).write(surfaces)
    let fresh = try written.map { try String(contentsOfFile: $0, encoding: .utf8) }
    for path in written {
      try (String(contentsOfFile: path, encoding: .utf8) + "\n-- old").write(
        toFile: path,
        atomically: true,
        encoding: .utf8
      )
    }
    try folder.write("keep", to: "policy.lua")
    #expect(try StubFolder(folder.path).write(surfaces) == written)
    #expect(try written.map { try String(contentsOfFile: $0, encoding: .utf8) } == fresh)
    #expect(try files().contains("policy.lua"))
    #expect(try !files().contains { $0.hasSuffix(".tmp") })
  }

  @Test(
    "what someone else wrote is not touched, and then nothing is written",
    arguments: [".luarc.json", ".switchyard/policy.lua"]
  )
  func foreign(name: String) throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/.switchyard", withIntermediateDirectories: true)
    try folder.write("{}", to: name)
    let failure = try failure(folder.path)
    #expect(failure.path == "\(folder.path)/\(name)")
    #expect(failure.reason.hasPrefix("it was not written by 'switchyard stubs'"))
    #expect(try files() == [".switchyard", name].filter { $0 != ".switchyard/policy.lua" || name == $0 }.sorted())
    #expect(try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8) == "{}")
  }

  @Test("a file where a folder is needed, and a folder where a file is, are told")
  func inTheWay() throws {
    try folder.write("x", to: "file")
    #expect(try failure(folder.path + "/file").description == "\(folder.path)/file: it is no folder")
    let below = try failure(folder.path + "/file/below")
    #expect(below.reason == "cannot make the folder: not a directory")
    try FileManager.default.createDirectory(atPath: folder.path + "/.luarc.json", withIntermediateDirectories: true)
    #expect(try failure(folder.path).reason == "it is in the way: it is a directory")
    #expect(try files() == [".luarc.json", "file"])
  }

  @Test("a place that cannot be written to is told with the system's reason")
  func unwritable() throws {
    let failure = try failure("/proc/switchyard")
    #expect(failure.path.hasPrefix("/proc"))
    #expect(failure.reason.hasPrefix("cannot make the folder: "))
  }
}

/// A folder with folders in it, removed at the end.
private final class Folder: Sendable {
  let path = FileManager.default.temporaryDirectory.appending(path: "switchyard-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
  }
}
