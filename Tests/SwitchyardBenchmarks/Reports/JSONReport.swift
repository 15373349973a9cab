import Foundation

/// Shows measurements to programs: a JSON object for each, a line each.
struct JSONReport: Report {
  func header() -> String? { nil }

  func row(_ measured: Measurement) throws -> String { try Self.line(MeasurementRecord(measured)) }

  func row(_ benchmark: Benchmark, leftOut missing: MissingProgram) throws -> String {
    try Self.line(OmissionRecord(benchmark, missing))
  }

  static func line(_ record: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(record), as: UTF8.self)
  }
}

/// A measurement for programs: nanoseconds or bytes, for one time.
private struct MeasurementRecord: Encodable {
  var name: String
  var baseline: String
  var quantity: String
  var cost: Double
  var baselineCost: Double
  var ratio: Double
  var spread: Double
  var allocations: Double?
  var baselineAllocations: Double?
  var mostRatio: Double?
  var mostExcess: Double?
  var passes: Bool?

  init(_ measured: Measurement) {
    name = measured.benchmark.name
    baseline = measured.benchmark.baseline
    quantity = measured.benchmark.quantity.rawValue
    cost = measured.cost
    baselineCost = measured.baselineCost
    ratio = measured.ratio
    spread = measured.spread
    allocations = measured.allocations
    baselineAllocations = measured.baselineAllocations
    passes = measured.passes
    switch measured.benchmark.target {
    case .ratio(let most): mostRatio = most
    case .excess(let most): mostExcess = most
    case nil: break
    }
  }
}

/// A case that was not measured, for programs.
private struct OmissionRecord: Encodable {
  var name: String
  var baseline: String
  var leftOut: String

  init(_ benchmark: Benchmark, _ missing: MissingProgram) {
    name = benchmark.name
    baseline = benchmark.baseline
    leftOut = missing.description
  }
}
