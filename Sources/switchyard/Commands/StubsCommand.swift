import ArgumentParser
import ScenarioRunner
import TaskConsole
import TaskScripting

struct StubsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stubs",
    abstract: "Write editor stubs: what Lua language servers need to complete, explain and check.",
    discussion: """
      DIR is the folder that you open in your editor. It is given a .luarc.json, and a folder .switchyard with the \
      definitions. Files that this command did not write are left alone. Exit status: 2 if anything could not be written.
      """
  )

  @Argument(help: "The folder; it is made if it is not there.")
  var dir: String

  func run() async throws {
    do {
      for path in try StubFolder(dir).write(ScenarioSurface.all) { say(path) }
    } catch {
      complain("error: \(error)")
      throw ExitCode(2)
    }
  }
}
