import Foundation
import RuhuNative

/// What a sync tells while it runs; the last one is `done`.
public enum SyncEvent: Sendable {
    /// Something has moved.
    case moved(SyncProgress)
    /// The sync has ended.
    case done(SyncReport)
}

/// One sync of phone and server. What was not acknowledged goes with the next one.
public final class SyncRun: Sendable {
    private let native: RuhuNative.SyncRun

    init(_ native: RuhuNative.SyncRun) {
        self.native = native
    }

    /// Starts the sync and tells of it. A slow reader misses steps, never the end. Who stops reading cancels the sync,
    /// which ends after the request that is under way; until then another one answers `sync_running`.
    public func events(observer: (any SyncObserver)? = nil) -> AsyncThrowingStream<SyncEvent, Error> {
        let native = self.native
        return AsyncThrowingStream<SyncEvent, Error>(bufferingPolicy: .bufferingNewest(1)) { continuation in
            continuation.onTermination = { termination in
                if case .cancelled = termination {
                    native.cancel()
                }
            }
            let teller = ToldObserver(observer) { progress in
                continuation.yield(.moved(progress))
            }
            Calls.start {
                do {
                    let report = try translated { try native.run(observer: teller) }
                    continuation.yield(.done(report))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
        }
    }

    /// Runs the sync to its end; `observer` hears on the thread that runs it. Cancelling the task cancels the sync, which
    /// then fails with the code `cancelled`.
    @discardableResult
    public func run(observer: (any SyncObserver)? = nil) async throws -> SyncReport {
        let native = self.native
        let teller = ToldObserver(observer) { _ in }
        return try await withTaskCancellationHandler {
            try await Calls.run { try native.run(observer: teller) }
        } onCancel: {
            native.cancel()
        }
    }

    /// Asks the sync to stop after the request that is under way: it then fails with the code `cancelled`.
    public func cancel() {
        native.cancel()
    }

    /// How far it has come.
    public func progress() -> SyncProgress {
        native.progress()
    }
}
