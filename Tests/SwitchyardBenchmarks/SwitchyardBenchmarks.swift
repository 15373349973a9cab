import ArgumentParser
import Dispatch
import Foundation

/// Waits on the main thread for what runs in the pool. Not an asynchronous `main`: that ends the thread, which valgrind
/// does not survive.
@main
enum Program {
  static func main() {
    let end = DispatchSemaphore(value: 0)
    Task.detached {
      await SwitchyardBenchmarks.main()
      end.signal()
    }
    end.wait()
  }
}

struct SwitchyardBenchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures Switchyard against the least that the platform needs for the same.",
    discussion: """
      Costs are medians of many blocks of work, taken in turn with blocks of what they are compared with. The ratio is \
      the median of the ratios of two neighbouring blocks, the spread half of the range in which the middle half of \
      those lies. Exits with 1 where a target is missed; a case whose baseline is not installed is left out.
      """
  )

  @Flag(help: "Print one JSON object for each case.")
  var json = false

  @Flag(help: "Print the names of the cases, and measure nothing.")
  var list = false

  @Option(help: "Only the cases whose name contains this.")
  var filter: String?

  @Option(help: "Do the work of the chosen cases so many times, for a profiler, and measure nothing.")
  var profile: Int?

  static let all =
    policyCases + inputCases + reloadCases + launchCases + queueCases + detachCases + eventCases + memoryCases
    + programCases

  func run() async throws {
    let chosen = Self.all.filter { filter.map($0.name.contains) ?? true }
    guard !chosen.isEmpty else { throw ValidationError("No case has '\(filter ?? "")' in its name.") }
    guard !list else {
      for benchmark in chosen { print(benchmark.name) }
      return
    }
    if let times = profile {
      for benchmark in chosen { try await benchmark.prepare().subject(times, Meter(benchmark.quantity)) }
      return
    }
    let table = TableReport(chosen)
    if !json { print(table.header()) }
    var isMissed = false
    for benchmark in chosen {
      do {
        let measured = try await Measurement(of: benchmark)
        isMissed = isMissed || measured.passes == false
        print(json ? try Self.line(MeasurementRecord(measured)) : table.row(measured))
      } catch let missing as MissingProgram {
        print(json ? try Self.line(OmissionRecord(benchmark, missing)) : table.row(benchmark, leftOut: missing))
      }
    }
    if isMissed { throw ExitCode(1) }
  }

  private static func line(_ record: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(record), as: UTF8.self)
  }
}
