@testable import TaskCore

/// Everything that can happen to the machine. Tasks and turns are given by their number.
enum Input: Hashable, Sendable {
  case launched(Int)
  case runReturned(Int, run: Int, Return)
  case cancelRequested(Int)
  case detachRequested(Int)
  case approved(Int, inOtherTurn: Bool)
  case denied(Int)
  case deliveryModeSet(Int)
  case turnAwaited(Int)
  case turnInterrupted(Int)
  case turnEnded(Int)
  case loopAwaited(onlyContinue: Bool)
  case loopUpdatesTaken
  case readyItemsDrained
  case taskAwaited(Int)
  /// A caller waits for the answer of its call.
  case answerAwaited(Int)
  case idleAwaited
  /// The caller of the n-th of those that wait was cancelled.
  case waiterCancelled(Int)
  case deliveryDecided(Int, DeliveryMode?, ContinuePolicy?)
  /// Time passes up to the next timer.
  case timerCameDue
  case shutdownRequested
  case shutdownAwaited

  /// How a tool returns.
  enum Return: UInt8, Hashable, Sendable {
    case returned, threw, approvalRequired

    func end(of task: Int) -> RunEnd {
      switch self {
      case .returned: .returned(Cast.result)
      case .threw: .threw(Cast.result)
      case .approvalRequired: .approvalRequired(Cast.approval(of: task))
      }
    }
  }
}

extension World {
  /// Every input that can come in this state, those that the machine must refuse among them.
  func inputs(in scope: Scope) -> [Input] {
    var inputs: [Input] = []
    var isNext = true
    for task in scope.tasks {
      let book = books[task]
      guard book.phase != .unlaunched else {
        if isNext || scope.anyLaunchOrder { inputs.append(.launched(task)) }
        isNext = false
        continue
      }
      for run in 1...2 where book.isOut(run) {
        inputs.append(.runReturned(task, run: run, .returned))
        if scope.throwing { inputs.append(.runReturned(task, run: run, .threw)) }
        // An approved run is not asked again, so a task has two runs at most.
        if scope.approvals, run == 1 { inputs.append(.runReturned(task, run: run, .approvalRequired)) }
      }
      inputs += [.launched(task), .cancelRequested(task), .detachRequested(task)]
      if scope.approvals {
        inputs += [.approved(task, inOtherTurn: false), .approved(task, inOtherTurn: true), .denied(task)]
      }
      if scope.setsDelivery { inputs.append(.deliveryModeSet(task)) }
      if book.asked != nil {
        inputs += [
          .deliveryDecided(task, nil, nil), .deliveryDecided(task, .toLoop, .notifyOnly),
          .deliveryDecided(task, nil, .requestContinue), .deliveryDecided(task, .manual, .requestContinue),
        ]
      }
    }
    for turn in 0...1 where scope.tasks.contains(2) || scope.approvals || turn == 0 {
      inputs += [.turnInterrupted(turn), .turnEnded(turn)]
    }
    inputs += [.loopUpdatesTaken, .readyItemsDrained]
    if nextTimer != nil { inputs.append(.timerCameDue) }
    if scope.shutsDown { inputs.append(.shutdownRequested) }
    for index in waiters.indices { inputs.append(.waiterCancelled(index)) }
    addWaits(in: scope, to: &inputs)
    return inputs
  }

  /// A wait that would have to wait is left out once as many wait as the scope has.
  private func addWaits(in scope: Scope, to inputs: inout [Input]) {
    let isFull = waiters.count >= scope.waiters
    for turn in 0...1 {
      let waits = isHeld(turn) && turns[turn].updates.isEmpty
      let isPlace = scope.places.contains(turn == 0 ? .firstTurn : .secondTurn)
      if !waits || (isPlace && !isFull) { inputs.append(.turnAwaited(turn)) }
    }
    guard !isFull else { return }
    for place in scope.places {
      switch place {
      case .firstTurn, .secondTurn: continue
      case .loop: inputs.append(.loopAwaited(onlyContinue: false))
      case .loopContinue: inputs.append(.loopAwaited(onlyContinue: true))
      case .firstTask where books[0].phase != .unlaunched: inputs.append(.taskAwaited(0))
      case .secondTask where books[1].phase != .unlaunched: inputs.append(.taskAwaited(1))
      case .thirdTask where books[2].phase != .unlaunched: inputs.append(.taskAwaited(2))
      case .secondAnswer where books[1].phase != .unlaunched: inputs.append(.answerAwaited(1))
      case .firstTask, .secondTask, .thirdTask, .secondAnswer: continue
      case .idle: inputs.append(.idleAwaited)
      case .shutdown: inputs.append(.shutdownAwaited)
      }
    }
  }
}
