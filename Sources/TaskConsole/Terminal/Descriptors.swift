import Glibc

/// Writing everything to a descriptor, whatever mode it is in.
enum DescriptorWriter {
  /// Returns the error number that stopped it, or `nil`. Waits when a non-blocking descriptor is full.
  static func writeAll(_ text: String, to fd: Int32) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = write(fd, rest.baseAddress, rest.count)
        if count >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
          continue
        }
        switch errno {
        case EINTR: continue
        case EAGAIN:
          var target = pollfd(fd: fd, events: Int16(POLLOUT), revents: 0)
          _ = poll(&target, 1, -1)
        default: return errno
        }
      }
      return nil
    }
  }
}

/// Reading a small file.
enum DescriptorReader {
  struct Failure: Error {
    var code: Int32
  }

  static func contents(of path: String) -> Result<[UInt8], Failure> {
    let fd = open(path, O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else { return .failure(Failure(code: errno)) }
    defer { close(fd) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(fd, &chunk, chunk.count)
      if count > 0 {
        content += chunk[..<count]
      } else if count == 0 {
        return .success(content)
      } else if errno != EINTR {
        return .failure(Failure(code: errno))
      }
    }
  }
}
