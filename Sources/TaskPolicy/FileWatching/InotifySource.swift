#if os(Linux)
  import Glibc

  /// Changes as Linux reports them.
  ///
  /// It watches directories, not files: a watch on a file is lost when another file is renamed over it, which
  /// is how most editors save.
  struct InotifySource: ChangeSource {
    private struct Watch {
      var descriptor: Int32
      var names: Set<String>
    }

    private static let events =
      UInt32(IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)
      | UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
    /// These concern the directory itself, or, if events were lost, everything.
    private static let drastic = UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT | IN_Q_OVERFLOW)

    private let inotify: Int32
    private var watches: [String: Watch] = [:]

    init() throws(FileWatcherError) {
      inotify = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
      guard inotify >= 0 else {
        throw FileWatcherError(.cannotStart, error: errno)
      }
    }

    var descriptor: Int32? { inotify }
    var interval: Duration? { nil }

    mutating func watch(_ paths: Set<String>) -> [FileWatcherError] {
      let problems = watchAsTheyAre(paths)
      // A directory went between being found and being watched: what is there now is another path to it.
      return problems.contains { $0.error == ENOENT || $0.error == ENOTDIR } ? watchAsTheyAre(paths) : problems
    }

    private mutating func watchAsTheyAre(_ paths: Set<String>) -> [FileWatcherError] {
      var wanted: [String: Set<String>] = [:]
      for path in paths {
        wanted.merge(WatchedNames(path).names) { $0.union($1) }
      }
      var problems: [FileWatcherError] = []
      var kept: [String: Watch] = [:]
      for (directory, names) in wanted {
        // Adding a watch that is there returns it, and makes it anew if another directory has taken its place.
        let descriptor = inotify_add_watch(inotify, directory, Self.events)
        if descriptor >= 0 {
          kept[directory] = Watch(descriptor: descriptor, names: names)
        } else {
          problems.append(FileWatcherError(.cannotWatch(directory), error: errno))
        }
      }
      let used = Set(kept.values.map(\.descriptor))
      for watch in watches.values where !used.contains(watch.descriptor) {
        // Fails if the directory is gone, and the watch with it.
        _ = inotify_rm_watch(inotify, watch.descriptor)
      }
      watches = kept
      return problems
    }

    mutating func takeChanges() -> Bool {
      var changed = false
      var buffer = [UInt8](repeating: 0, count: 16 * 1024)
      while true {
        let count = read(inotify, &buffer, buffer.count)
        guard count > 0 else {
          return changed
        }
        buffer.withUnsafeBytes { bytes in
          var offset = 0
          while offset < count {
            let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let start = offset + MemoryLayout<inotify_event>.size
            offset = start + Int(event.len)
            let name = String(decoding: bytes[start..<offset].prefix { $0 != 0 }, as: UTF8.self)
            changed = changed || concernsUs(event, name: name)
          }
        }
      }
    }

    mutating func close() {
      _ = Glibc.close(inotify)
    }

    private func concernsUs(_ event: inotify_event, name: String) -> Bool {
      if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
        return true
      }
      return watches.values.contains { watch in
        watch.descriptor == event.wd && (event.mask & Self.drastic != 0 || watch.names.contains(name))
      }
    }
  }
#endif
