public import TaskCore

/// Decides how a call runs. Asked once, when the call is launched, on the launching task.
public protocol TaskRoutingPolicy: Sendable {
  /// How `request` is to run. A throw, or a decision that cannot be carried out, runs it in the foreground and is
  /// told as ``TaskEvent/Kind/policyFault(_:)``.
  func route(_ request: ToolRequest, tasks: TaskView) throws -> RoutingDecision
}

/// Decides where the answer of a background run goes. Asked once, when the run ends; what was set through the
/// handle wins over it.
public protocol TaskDeliveryPolicy: Sendable {
  /// Where the answer goes; `nil` means to the loop.
  func deliveryMode(_ task: TaskSnapshot, _ result: ToolResult, tasks: TaskView) throws -> DeliveryMode?
  /// Whether the answer wakes the loop; `nil` means that it only notifies.
  func continuePolicy(_ task: TaskSnapshot, _ result: ToolResult, tasks: TaskView) throws -> ContinuePolicy?
}

/// Decides whether a call may run. Asked when the call starts, on the call's own task.
public protocol PermissionChecker: Sendable {
  /// Whether `request` may run. A throw denies it.
  func evaluate(_ request: ToolRequest, tasks: TaskView) throws -> PermissionDecision
}

/// A routing policy made of a closure.
public struct ClosureRouting: TaskRoutingPolicy {
  private let body: @Sendable (ToolRequest, TaskView) throws -> RoutingDecision

  /// Wraps `body`.
  public init(_ body: @escaping @Sendable (ToolRequest, TaskView) throws -> RoutingDecision) { self.body = body }

  /// Asks the closure.
  public func route(_ request: ToolRequest, tasks: TaskView) throws -> RoutingDecision { try body(request, tasks) }
}

/// A delivery policy made of two closures; one that is not given means the default.
public struct ClosureDelivery: TaskDeliveryPolicy {
  /// Decides where the answer goes.
  public typealias Mode = @Sendable (TaskSnapshot, ToolResult, TaskView) throws -> DeliveryMode?
  /// Decides whether the answer wakes the loop.
  public typealias Continue = @Sendable (TaskSnapshot, ToolResult, TaskView) throws -> ContinuePolicy?

  private let mode: Mode
  private let continues: Continue

  /// Wraps the closures.
  public init(mode: @escaping Mode = { _, _, _ in nil }, continues: @escaping Continue = { _, _, _ in nil }) {
    self.mode = mode
    self.continues = continues
  }

  /// Asks the closure.
  public func deliveryMode(_ task: TaskSnapshot, _ result: ToolResult, tasks: TaskView) throws -> DeliveryMode? {
    try mode(task, result, tasks)
  }

  /// Asks the closure.
  public func continuePolicy(_ task: TaskSnapshot, _ result: ToolResult, tasks: TaskView) throws -> ContinuePolicy? {
    try continues(task, result, tasks)
  }
}

/// A permission checker made of a closure.
public struct ClosurePermission: PermissionChecker {
  private let body: @Sendable (ToolRequest, TaskView) throws -> PermissionDecision

  /// Wraps `body`.
  public init(_ body: @escaping @Sendable (ToolRequest, TaskView) throws -> PermissionDecision) { self.body = body }

  /// Asks the closure.
  public func evaluate(_ request: ToolRequest, tasks: TaskView) throws -> PermissionDecision {
    try body(request, tasks)
  }
}

/// A policy that is loaded, and reloaded, by itself, and tells what came of it.
public protocol ReloadingPolicy: Sendable {
  /// Calls `report` with each load and each fault of loading, until the returned value is released. It may be
  /// called on any thread, one call at a time.
  func observeLoads(_ report: @escaping @Sendable (PolicyReport) -> Void) -> any Sendable
}

/// What came of loading a policy.
public enum PolicyReport: Hashable, Sendable {
  /// It is in force.
  case loaded(PolicyLoad)
  /// It is not; the last good one stays.
  case fault(PolicyFault)
}
