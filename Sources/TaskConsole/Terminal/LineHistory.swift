import Glibc

/// The lines typed before, in a file that only its owner may read.
///
/// One entry a line, oldest first; a newline inside one is written `\n`, a backslash `\\`. Entries are
/// appended as they come, so that several sessions at once all keep theirs. A failure is said once and is
/// not fatal.
struct LineHistory {
  private let path: String?
  private let limit: Int
  private var last: String?
  private var hasFailed = false

  init(path: String?, limit: Int) {
    self.path = path
    self.limit = max(limit, 0)
  }

  mutating func load() -> (entries: [String], problem: String?) {
    guard let path else { return ([], nil) }
    let content: [UInt8]
    switch DescriptorReader.contents(of: path) {
    case .success(let bytes): content = bytes
    case .failure(let error) where error.code == ENOENT: return ([], nil)
    case .failure(let error): return ([], failed("read", error.code))
    }
    let lines = content.split(separator: UInt8(ascii: "\n"))
    let entries = lines.suffix(limit).map { Self.decoded(String(decoding: $0, as: UTF8.self)) }
    last = entries.last
    return (entries, lines.count > limit ? shorten(path, to: entries) : nil)
  }

  mutating func record(_ entry: String) -> (isKept: Bool, problem: String?) {
    guard let first = entry.first, first != " ", entry.contains(where: { !$0.isWhitespace }), entry != last else {
      return (false, nil)
    }
    last = entry
    guard let path, !hasFailed else { return (true, nil) }
    Self.makeFolders(for: path)
    let fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard fd >= 0 else { return (true, failed("write", errno)) }
    defer { close(fd) }
    if Self.isRegular(fd) { fchmod(fd, 0o600) }
    if let code = DescriptorWriter.writeAll(Self.encoded(entry) + "\n", to: fd) { return (true, failed("write", code)) }
    return (true, nil)
  }

  /// Drops the oldest entries from the file, by a rename, so that a crash leaves the one or the other.
  private mutating func shorten(_ path: String, to entries: [String]) -> String? {
    let temporary = "\(path).\(getpid())"
    let fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard fd >= 0 else { return failed("shorten", errno) }
    defer { close(fd) }
    let text = entries.map { Self.encoded($0) + "\n" }.joined()
    if let code = DescriptorWriter.writeAll(text, to: fd) {
      unlink(temporary)
      return failed("shorten", code)
    }
    return rename(temporary, path) == 0 ? nil : failed("shorten", errno)
  }

  private mutating func failed(_ verb: String, _ code: Int32) -> String? {
    guard !hasFailed else { return nil }
    hasFailed = true
    return "history is not kept: cannot \(verb) \(path ?? "it"): \(SystemError.message(code))"
  }

  /// Failing shows when the file is opened.
  private static func makeFolders(for path: String) {
    let names = path.split(separator: "/").dropLast()
    var folder = path.hasPrefix("/") ? "" : "."
    for name in names {
      folder += "/" + name
      mkdir(folder, 0o700)
    }
  }

  /// Changing the permissions of, say, /dev/null would be everybody's loss.
  private static func isRegular(_ fd: Int32) -> Bool {
    var status = stat()
    return fstat(fd, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  static func encoded(_ entry: String) -> String {
    var text = ""
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  static func decoded(_ line: String) -> String {
    var entry = ""
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if isEscaped {
        entry.unicodeScalars.append(scalar == "n" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        entry.unicodeScalars.append(scalar)
      }
    }
    return entry
  }
}
