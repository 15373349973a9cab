/// A report that was asked for: `KIND` or `KIND:FILE`.
package struct ReportRequest: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case pretty
    case tap
    case junit
    case json
    case github

    /// Whether its lines may stand among those of another report.
    package var isForLogs: Bool { self == .pretty || self == .github }
  }

  package var kind: Kind
  /// The file to write; `nil` for standard output.
  package var file: String?

  package init(_ kind: Kind, file: String? = nil) {
    self.kind = kind
    self.file = file
  }

  /// Reads `junit:out.xml`; `nil` if there is no such kind, or nothing after the colon.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let kind = Kind(rawValue: String(parts[0])) else { return nil }
    if parts.count == 2, parts[1].isEmpty { return nil }
    self.init(kind, file: parts.count == 2 && parts[1] != "-" ? String(parts[1]) : nil)
  }

  /// Why these cannot be written together; `nil` if they can.
  package static func conflict(in requests: [ReportRequest]) -> String? {
    var files: Set<String> = []
    for file in requests.compactMap(\.file) where !files.insert(file).inserted {
      return "two reports cannot be written to one file: \(file)"
    }
    let shown = requests.filter { $0.file == nil }.map(\.kind)
    guard shown.count > 1 else { return nil }
    if Set(shown).count < shown.count { return "a report cannot be written to standard output twice: \(shown[0])" }
    guard let strict = shown.first(where: { !$0.isForLogs }) else { return nil }
    return "\(strict) cannot share standard output with another report: give one of them a file, as in \(strict):FILE"
  }
}
