/// Finds what a misspelt name may have meant.
package enum Suggestion {
  /// The candidate nearest to `name`, if one is near enough to be meant: at most a third of its letters differ.
  package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, name.count / 3)
    return candidates.map { ($0, distance(name, $0)) }.filter { $0.1 <= limit && $0.0 != name }
      .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// How many letters must be put in, taken out, changed or swapped with their neighbour (optimal string alignment).
  package static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.lowercased())
    let right = Array(right.lowercased())
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var best = min(last[j] + (left[i] == right[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { best = min(best, beforeLast[j - 1] + 1) }
        row.append(best)
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
