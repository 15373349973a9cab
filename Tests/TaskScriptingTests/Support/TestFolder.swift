import Glibc

/// A folder for one test, removed with its files at the end.
struct TestFolder: ~Copyable {
  let path: String

  struct Failure: Error {
    var what: String
    var number = errno
  }

  init() throws {
    var template = Array("/tmp/switchyard-script.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(what: "mkdtemp") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func write(_ name: String, _ text: String) throws {
    guard let file = fopen("\(path)/\(name)", "w") else { throw Failure(what: name) }
    fputs(text, file)
    fclose(file)
  }

  deinit {
    guard let directory = opendir(path) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      unlink("\(path)/\(name)")
    }
    rmdir(path)
  }
}
