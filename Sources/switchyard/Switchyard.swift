import ArgumentParser
import Glibc
import TaskConsole
import TaskEngine
import TaskPolicy

@main
struct Switchyard: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "switchyard",
    abstract: "Schedules an agent's tool calls by rules in Lua that can be edited while it runs.",
    discussion: "Without a subcommand it starts the REPL.",
    version: "0.1.0",
    subcommands: [
      REPLCommand.self, RunCommand.self, TestCommand.self, CheckCommand.self, RouteCommand.self, StubsCommand.self,
    ],
    defaultSubcommand: REPLCommand.self
  )

  static func main() {
    // Caught, not ignored: what the program runs would inherit that. Writing fails instead, and `say` sees it.
    signal(SIGPIPE, doNothing)
    Task.detached {
      await main(CommandLine.arguments.dropFirst().map(spelledOut))
      Glibc.exit(0)
    }
    // Nothing runs on the main thread. An asynchronous `main` would end it, which unwinds its stack; where that is linked
    // statically, the unwinder sorts its tables first, in 25 ms.
    while true { pause() }
  }
}

/// `--coverage` may have a value or none, which the parser knows as two options.
private func spelledOut(_ argument: String) -> String {
  argument.hasPrefix("--coverage=") ? "--coverage-file=" + argument.dropFirst("--coverage=".count) : argument
}

private func doNothing(_ signal: Int32) {}

extension ColorChoice: ExpressibleByArgument {}

/// Prints a result on standard output. When its reader is gone, as with `| head`, the program ends quietly.
@Sendable func say(_ result: String) {
  do {
    try OutputWriter.standard.writeLine(result)
  } catch OutputError.closed {
    Glibc.exit(0)
  } catch {
    complain("error: \(error)")
    Glibc.exit(1)
  }
}

/// Says what went wrong, on standard error.
func complain(_ message: String) {
  Diagnostics.standard.write(message)
}

extension ParsableCommand {
  /// Ends the program with a status; 0 ends it as success.
  func exit(with status: Int32) throws {
    if status != 0 { throw ExitCode(status) }
  }
}
