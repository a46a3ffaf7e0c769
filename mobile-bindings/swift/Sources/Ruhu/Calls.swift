import Dispatch
import Foundation
import RuhuNative

/// Where blocking calls are done: on threads of their own, because those that Swift's tasks share must never wait.
enum Calls {
    private static let queue = DispatchQueue(label: "cn.ruhu.calls", qos: .userInitiated, attributes: .concurrent)

    /// Does a blocking call and waits for it without holding a thread.
    static func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, Error>) in
            start {
                do {
                    let value = try translated(work)
                    continuation.resume(returning: value)
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    /// Starts work that nobody waits for.
    static func start(_ work: @escaping @Sendable () -> Void) {
        queue.async(execute: work)
    }
}

/// A native object until it is let go of; from then on every call on it answers `object_closed`.
final class Held<Native: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var native: Native?

    init(_ native: Native) {
        self.native = native
    }

    /// Does a blocking call on the object.
    func call<T: Sendable>(_ work: @escaping @Sendable (Native) throws -> T) async throws -> T {
        let native = try object()
        return try await Calls.run { try work(native) }
    }

    /// The object, if it was not let go of.
    func object() throws -> Native {
        guard let native = current() else {
            throw RuhuError.Refused(code: "object_closed", text: "页面已关闭，请返回后重新打开")
        }
        return native
    }

    /// The object, if there still is one.
    func current() -> Native? {
        lock.lock()
        defer { lock.unlock() }
        return native
    }

    /// Lets go of the object; calls that are under way end by themselves.
    func letGo() {
        lock.lock()
        defer { lock.unlock() }
        native = nil
    }
}
