import Foundation
import RuhuNative

/// A phone's encrypted folder, opened. At most one process may have it open.
///
/// Every call is done on a thread of its own and has reached the disk when it returns. Failures are `RuhuError`s with a
/// `code` and a `text`.
public final class FieldStore: Sendable {
    private let held: Held<RuhuNative.FieldStore>

    private init(_ native: RuhuNative.FieldStore) {
        held = Held(native)
    }

    /// Bytes of a store's key.
    public static let keyLength = Int(RuhuNative.keyLength())

    /// Makes a store's key from the person's PIN and `hardwareSecret`, 32 bytes that only the phone's Secure Enclave
    /// gives. `salt` is 16 to 64 random bytes, kept beside the store. Takes about half a second by intention.
    public static func keyFromPin(pin: String, salt: Data, hardwareSecret: Data) async throws -> Data {
        try await Calls.run { try RuhuNative.keyFromPin(pin: pin, salt: salt, hardwareSecret: hardwareSecret) }
    }

    /// Moves a damaged database into the folder `quarantine` beside it and gives its new path, so that work can go on
    /// with an empty one; photos stay. For the code `store_damaged`, after the person has agreed.
    public static func setDamagedAside(folder: String) async throws -> String {
        try await Calls.run { try RuhuNative.setDamagedAside(folder: folder) }
    }

    /// Takes over on a new phone what `moveOut` has copied into `copy`: `folder`, which must not exist, becomes the
    /// phone's folder. Then open it.
    public static func moveIn(
        copy: String,
        code: String,
        folder: String,
        keys: any KeyProvider
    ) async throws -> MovedStore {
        let toldKeys = ToldKeys(keys)
        return try await Calls.run {
            try RuhuNative.moveIn(copy: copy, code: code, folder: folder, keys: toldKeys)
        }
    }

    /// Opens `folder`, which is made where it is missing. Without `clock` the machine's is used, without `transport` the
    /// built-in network; without `location` Ruhu measures no fix.
    public static func open(
        folder: String,
        keys: any KeyProvider,
        clock: (any RuhuNative.Clock)? = nil,
        location: (any LocationSource)? = nil,
        transport: (any Transport)? = nil
    ) async throws -> FieldStore {
        let toldKeys = ToldKeys(keys)
        let toldClock = clock.map { ToldClock($0) }
        let toldLocation = location.map { ToldLocation($0) }
        let toldTransport = transport.map { ToldTransport($0) }
        let native = try await Calls.run {
            try RuhuNative.FieldStore.open(
                folder: folder,
                keys: toldKeys,
                clock: toldClock,
                location: toldLocation,
                transport: toldTransport
            )
        }
        return FieldStore(native)
    }

    /// Who works on this phone; none before it is enrolled.
    public func who() async throws -> Who? {
        try await held.call { try $0.who() }
    }

    /// Enrols the phone with the one-time code that the office printed. Needs the network.
    public func enrol(serverUrl: String, code: String, deviceName: String) async throws -> FieldSession {
        let native = try await held.call { try $0.enrol(serverUrl: serverUrl, code: code, deviceName: deviceName) }
        return FieldSession(native)
    }

    /// Copies everything on this phone, drafts and unsent records included, into the folder `copy`, which must not exist,
    /// encrypted under the moving code that the office gave out. Needs no network; this phone keeps what it has.
    public func moveOut(copy: String, code: String) async throws -> MovedStore {
        try await held.call { try $0.moveOut(copy: copy, code: code) }
    }

    /// The surveyor's session on an enrolled phone.
    public func session() async throws -> FieldSession {
        let native = try await held.call { try $0.session() }
        return FieldSession(native)
    }

    /// Forgets the key: every later call on what came from this store answers `store_locked`. Stops a sync.
    public func lock() {
        held.current()?.lock()
    }

    /// Locks the store and lets go of it.
    public func close() {
        lock()
        held.letGo()
    }
}

/// The version of the library, for where people report faults.
public func version() -> String {
    RuhuNative.version()
}
