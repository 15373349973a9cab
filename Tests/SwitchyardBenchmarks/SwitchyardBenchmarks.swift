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

  @Flag var format = Format.table

  @Flag(help: "Print the names of the cases, and measure nothing.")
  var list = false

  @Option(help: "Only the cases whose name contains this.")
  var filter: String?

  @Option(help: "Do the work of the chosen cases so many times, for a profiler, and measure nothing.")
  var profile: Int?

  @Flag(help: "Measure what a task costs among a thousand to a million of them, in place of the cases.")
  var growth = false

  @Option(help: "With --growth: draw the curves into this file.")
  var svg: String?

  static let all =
    policyCases + inputCases + reloadCases + launchCases + queueCases + detachCases + eventCases + memoryCases
    + programCases

  func validate() throws {
    guard growth || svg == nil else { throw ValidationError("Only --growth has curves to draw with --svg.") }
    if let svg, !FileManager.default.isWritableFile(atPath: URL(filePath: svg).deletingLastPathComponent().path) {
      throw ValidationError("'\(svg)' cannot be written: there is no such folder, or it is not yours to write to.")
    }
    guard !growth || profile == nil else { throw ValidationError("--profile is for cases, not for --growth.") }
  }

  func run() async throws {
    if growth { try await measureGrowth() } else { try await measureCases() }
  }

  private func measureCases() async throws {
    let chosen = try chosen(of: Self.all, \.name)
    guard !list else { return }
    if let times = profile {
      for benchmark in chosen { try await benchmark.prepare().subject(times, Meter(benchmark.quantity)) }
      return
    }
    let report: any Report =
      switch format {
      case .table: TableReport(chosen)
      case .json: JSONReport()
      case .markdown: MarkdownReport()
      }
    if let header = report.header() { print(header) }
    var isMissed = false
    for benchmark in chosen {
      do {
        let measured = try await Measurement(of: benchmark)
        isMissed = isMissed || measured.passes == false
        print(try report.row(measured))
      } catch let missing as MissingProgram {
        print(try report.row(benchmark, leftOut: missing))
      }
    }
    if isMissed { throw ExitCode(1) }
  }

  private func measureGrowth() async throws {
    let chosen = try chosen(of: await growthCurves(), \.name)
    guard !list else { return }
    let report = GrowthReport(format: format)
    if let header = report.header() { print(header) }
    var measured: [MeasuredCurve] = []
    for curve in chosen {
      measured.append(try await MeasuredCurve(of: curve))
      print(try report.row(measured[measured.count - 1]))
    }
    if let svg { try GrowthPlot(curves: measured).svg().write(toFile: svg, atomically: true, encoding: .utf8) }
  }

  /// Those whose names pass the filter; prints the names if that is all that is wanted.
  private func chosen<Element>(of all: [Element], _ name: (Element) -> String) throws -> [Element] {
    let chosen = all.filter { filter.map(name($0).contains) ?? true }
    guard !chosen.isEmpty else { throw ValidationError("Nothing has '\(filter ?? "")' in its name.") }
    if list { for element in chosen { print(name(element)) } }
    return chosen
  }
}
