import Foundation
import RuhuNative

// What an app implements, as Ruhu calls it. When the app's code throws, Ruhu is told the type of the error and nothing
// else: Swift would describe the whole value, which could hold what nobody may read.

/// The name of an error's type.
private func typeName(_ error: Error) -> String {
    String(describing: type(of: error))
}

private func told<T>(_ work: () throws -> T) throws -> T {
    do {
        return try work()
    } catch let failure as CallbackFailure {
        throw failure
    } catch {
        throw CallbackFailure.Failed(thrown: typeName(error))
    }
}

/// The app's keys.
final class ToldKeys: KeyProvider {
    private let app: any KeyProvider

    init(_ app: any KeyProvider) {
        self.app = app
    }

    func storeKey() throws -> Data {
        try told { try app.storeKey() }
    }
}

/// The app's clock.
final class ToldClock: RuhuNative.Clock {
    private let app: any RuhuNative.Clock

    init(_ app: any RuhuNative.Clock) {
        self.app = app
    }

    func read() throws -> ClockReading {
        try told { try app.read() }
    }
}

/// The app's place.
final class ToldLocation: LocationSource {
    private let app: any LocationSource

    init(_ app: any LocationSource) {
        self.app = app
    }

    func current() throws -> Fix? {
        try told { try app.current() }
    }
}

/// The app's network.
final class ToldTransport: Transport {
    private let app: any Transport

    init(_ app: any Transport) {
        self.app = app
    }

    func send(call: HttpCall) throws -> HttpAnswer {
        do {
            return try app.send(call: call)
        } catch let failure as TransportFailure {
            throw failure
        } catch {
            throw TransportFailure.Failed(thrown: typeName(error))
        }
    }
}

/// The stream of a sync's events and, where there is one, the app's observer.
final class ToldObserver: SyncObserver {
    private let app: (any SyncObserver)?
    private let moved: @Sendable (SyncProgress) -> Void

    init(_ app: (any SyncObserver)?, moved: @escaping @Sendable (SyncProgress) -> Void) {
        self.app = app
        self.moved = moved
    }

    func progress(progress: SyncProgress) throws {
        moved(progress)
        guard let app = app else {
            return
        }
        try told { try app.progress(progress: progress) }
    }
}
