import Foundation

/// Curves as a picture: tasks to the right, each step ten times as many; a task's cost upwards, from zero.
struct GrowthPlot {
  var curves: [MeasuredCurve]

  private static let left = 64.0
  private static let right = 520.0
  private static let top = 40.0
  private static let bottom = 360.0
  /// In the middle of the scale: seen on light and on dark.
  private static let colours = ["#808890", "#2f81f7", "#d1632a", "#2f9e55", "#a463d9", "#c9518c", "#a8851a"]

  /// A whole SVG file.
  func svg() -> String {
    let step = Self.step(upTo: curves.flatMap(\.points).map(\.cost).max() ?? 1)
    let highest = step * Double(Self.steps)
    return ([Self.begin] + grid(step: step, highest: highest) + lines(highest: highest) + ["</svg>", ""])
      .joined(separator: "\n")
  }

  private static let begin = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 410" font-family="system-ui, sans-serif" font-size="13">
    <title>What a task costs, by how many there are</title>
    <style>
    text { fill: #7d8590 }
    path { fill: none; stroke-width: 2 }
    .grid { stroke: #8888; stroke-width: 1 }
    </style>
    """

  private static let steps = 5

  /// Nanoseconds between two lines of the grid: 1, 2 or 5 of a power of ten.
  private static func step(upTo cost: Double) -> Double {
    let least = cost / Double(steps)
    let power = pow(10, floor(log10(least)))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least } ?? least
  }

  private func grid(step: Double, highest: Double) -> [String] {
    let across = (0...Self.steps).flatMap { number in
      let cost = Double(number) * step
      let y = Self.y(cost, highest)
      return [
        #"<path class="grid" d="M\#(Self.left) \#(y)H\#(Self.right)"/>"#,
        Self.text((cost / 1000).formatted(.number.precision(.fractionLength(0...2))), x: Self.left - 8, y + 4, "end"),
      ]
    }
    let down = MeasuredCurve.sizes.map { Self.text($0.grouped, x: Self.x($0), Self.bottom + 20, "middle") }
    return across + down + [
      Self.text("µs for each task", x: Self.left - 40, Self.top - 18, "start"),
      Self.text("tasks", x: (Self.left + Self.right) / 2, Self.bottom + 40, "middle"),
    ]
  }

  /// The lines, each with its name at its end; names that would cover each other are moved apart.
  private func lines(highest: Double) -> [String] {
    let ends = curves.map { Self.y($0.points[$0.points.count - 1].cost, highest) }
    var places: [Int: Double] = [:]
    var lowest = Double.infinity
    for index in ends.indices.sorted(by: { ends[$0] > ends[$1] }) {
      lowest = min(ends[index], lowest - 16)
      places[index] = lowest
    }
    return curves.enumerated().flatMap { index, curve in
      let colour = Self.colours[index % Self.colours.count]
      let points = curve.points.map { "\(Self.x($0.tasks)) \(Self.y($0.cost, highest))" }
      let dots = curve.points.map { point in
        #"<circle cx="\#(Self.x(point.tasks))" cy="\#(Self.y(point.cost, highest))" r="3" fill="\#(colour)"/>"#
      }
      let name =
        #"<text x="\#(Self.right + 10)" y="\#(Self.rounded((places[index] ?? 0) + 4))" style="fill: \#(colour)">"#
      return [#"<path d="M\#(points.joined(separator: "L"))" stroke="\#(colour)"/>"#] + dots + [
        name + curve.name + "</text>"
      ]
    }
  }

  private static func x(_ tasks: Int) -> Double {
    let sizes = MeasuredCurve.sizes.map { log10(Double($0)) }
    let part = (log10(Double(tasks)) - sizes[0]) / (sizes[sizes.count - 1] - sizes[0])
    return rounded(left + part * (right - left))
  }

  private static func y(_ cost: Double, _ highest: Double) -> Double {
    rounded(bottom - cost / highest * (bottom - top))
  }

  private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  private static func text(_ text: String, x: Double, _ y: Double, _ anchor: String) -> String {
    #"<text x="\#(x)" y="\#(y)" text-anchor="\#(anchor)">\#(text)</text>"#
  }
}
