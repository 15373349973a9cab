import TaskEngine

/// Asks all functions of a policy about samples.
struct SampleRun {
  /// Faults that are the same, apart from the sample.
  struct FaultKind {
    var fault: PolicyFault
    var lines: [Int]

    /// Which samples, in words: the first, and how many more.
    func places(in file: String) -> String {
      let rest = lines.count - 1
      return "\(file):\(lines[0])" + (rest > 0 ? " and \(rest) more line\(rest == 1 ? "" : "s")" : "")
    }
  }

  private let policy: LuaPolicy

  init(_ policy: LuaPolicy) { self.policy = policy }

  /// The faults, each kind once, in the order in which they came.
  func faults(on samples: SampleFile) -> [FaultKind] {
    var kinds: [FaultKind] = []
    for sample in samples.samples {
      for fault in faults(on: sample) {
        let same = kinds.firstIndex {
          $0.fault.function == fault.function && $0.fault.message == fault.message && $0.fault.file == fault.file
            && $0.fault.line == fault.line
        }
        if let same {
          if kinds[same].lines.last != sample.line { kinds[same].lines.append(sample.line) }
        } else {
          kinds.append(FaultKind(fault: fault, lines: [sample.line]))
        }
      }
    }
    return kinds
  }

  private func faults(on sample: SampleFile.Sample) -> [PolicyFault] {
    var faults: [PolicyFault] = []
    func ask(_ body: () throws -> Void) {
      do { try body() } catch {
        if let fault = error as? PolicyFault { faults.append(fault) }
      }
    }
    ask { _ = try policy.route(sample.request, tasks: .empty) }
    ask { _ = try policy.evaluate(sample.request, tasks: .empty) }
    for ending in sample.endings {
      let task = Self.task(of: sample, ending)
      ask { _ = try policy.deliveryMode(task, ending.result, tasks: .empty) }
      ask { _ = try policy.continuePolicy(task, ending.result, tasks: .empty) }
    }
    return faults
  }

  /// The background task that ended so.
  private static func task(of sample: SampleFile.Sample, _ ending: SampleEnding) -> TaskSnapshot {
    TaskSnapshot(
      identity: TaskIdentity(
        id: TaskID(generated: sample.line),
        request: sample.request,
        label: sample.request.toolName,
        launchedAt: .zero
      ),
      kind: .background,
      status: ending.status,
      startedAt: .zero,
      endedAt: ending.duration
    )
  }
}
