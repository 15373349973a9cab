package import LuaRuntime
import TaskPolicy

/// Which lines of policies and their modules ran.
package struct PolicyCoverage: Sendable {
  /// One file.
  package struct File: Hashable, Sendable {
    /// As it is shown: relative to the working folder if it is below it.
    package var path: String
    /// How often each line that holds code ran.
    package var counts: [Int: Int]

    package var lines: Int { counts.count }
    package var hits: Int { counts.values.count { $0 > 0 } }

    /// The missed lines as ranges. Lines between two missed ones that hold no code do not part them.
    package var missed: [ClosedRange<Int>] {
      var ranges: [ClosedRange<Int>] = []
      var isOpen = false
      for (line, count) in counts.sorted(by: { $0.key < $1.key }) {
        if count == 0 {
          ranges.append(isOpen ? ranges.removeLast().lowerBound...line : line...line)
        }
        isOpen = count == 0
      }
      return ranges
    }
  }

  /// By their paths.
  package let files: [File]

  /// - Parameter folder: the working folder.
  package init(_ coverage: LuaCoverage, in folder: String) {
    var counts: [String: [Int: Int]] = [:]
    for chunk in coverage.chunks {
      // What was defined by text is no file. One file may have been loaded by several names.
      guard let path = try? TextFile.realPath(chunk.name) else { continue }
      counts[path, default: [:]].merge(chunk.counts) { $0 + $1 }
    }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    files =
      counts.map { path, counts in
        File(path: path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path, counts: counts)
      }
      .sorted { $0.path < $1.path }
  }

  package var lines: Int { files.reduce(0) { $0 + $1.lines } }
  package var hits: Int { files.reduce(0) { $0 + $1.hits } }

  /// How much of the code ran, of 100; 100 where there is none.
  package var percent: Double { Self.percent(hits, of: lines) }

  private static func percent(_ hits: Int, of lines: Int) -> Double {
    lines == 0 ? 100 : Double(hits) * 100 / Double(lines)
  }

  /// A table for people: each file with its missed lines, and the sum.
  package var table: String {
    if files.isEmpty { return "coverage: no policy file was loaded\n" }
    var rows = [["coverage", "lines", "ran", "", "missed"]]
    for file in files {
      let missed = file.missed.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      rows.append([file.path.onOneLine] + Self.numbers(file.hits, of: file.lines) + [missed.joined(separator: " ")])
    }
    if files.count > 1 { rows.append(["all"] + Self.numbers(hits, of: lines) + [""]) }
    let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let room = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 || column == 4 ? cell + room : room + cell
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func numbers(_ hits: Int, of lines: Int) -> [String] {
    // Rounded down: 100 means all.
    let tenths = Int(percent(hits, of: lines) * 10)
    return ["\(lines)", "\(hits)", tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"]
  }

  /// A tracefile of LCOV, as geninfo(1) describes it. Its paths are absolute, since genhtml reads the sources.
  ///
  /// - Parameter folder: the working folder.
  package func lcov(in folder: String) -> String {
    var text = "TN:\n"
    for file in files {
      text += "SF:\(file.path.hasPrefix("/") ? file.path : "\(folder)/\(file.path)")\n"
      for (line, count) in file.counts.sorted(by: { $0.key < $1.key }) { text += "DA:\(line),\(count)\n" }
      text += "LF:\(file.lines)\nLH:\(file.hits)\nend_of_record\n"
    }
    return text
  }
}
