package cn.ruhu

import cn.ruhu.ffi.Clock
import cn.ruhu.ffi.KeyProvider
import cn.ruhu.ffi.LocationSource
import cn.ruhu.ffi.MovedStore
import cn.ruhu.ffi.Transport
import cn.ruhu.ffi.Who
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import cn.ruhu.ffi.FieldSession as NativeSession
import cn.ruhu.ffi.FieldStore as NativeStore

/**
 * A phone's encrypted folder, opened. At most one process may have it open.
 *
 * Every call is done on [dispatcher] and has reached the disk when it returns. Failures are
 * [cn.ruhu.ffi.RuhuException]s with [code] and [text].
 */
class FieldStore internal constructor(
    private val native: NativeStore,
    private val dispatcher: CoroutineDispatcher,
) : AutoCloseable {
    /** Who works on this phone; none before it is enrolled. */
    suspend fun who(): Who? = on(dispatcher) { native.who() }

    /** Enrols the phone with the one-time code that the office printed. Needs the network. */
    suspend fun enrol(serverUrl: String, code: String, deviceName: String): FieldSession =
        wrapped(on(dispatcher) { native.enrol(serverUrl, code, deviceName) })

    /** The surveyor's session on an enrolled phone. */
    suspend fun session(): FieldSession = wrapped(on(dispatcher) { native.session() })

    /**
     * Copies everything on this phone, drafts and unsent records included, into the folder [copy], which must not exist,
     * encrypted under the moving code that the office gave out. Needs no network; this phone keeps what it has.
     */
    suspend fun moveOut(copy: String, code: String): MovedStore = on(dispatcher) { native.moveOut(copy, code) }

    /** Forgets the key: every later call on what came from this store answers `store_locked`. Stops a sync. */
    fun lock(): Unit = translated { native.lock() }

    /** Locks the store and lets go of it. */
    override fun close() {
        native.lock()
        native.close()
    }

    private fun wrapped(session: NativeSession) = FieldSession(session, dispatcher)

    companion object {
        /** Bytes of a store's key. */
        val KEY_LENGTH: Int = cn.ruhu.ffi.keyLength().toInt()

        /**
         * Makes a store's key from the person's PIN and [hardwareSecret], 32 bytes that only the phone's Keystore
         * gives. [salt] is 16 to 64 random bytes, kept beside the store. Takes about half a second by intention.
         */
        suspend fun keyFromPin(
            pin: String,
            salt: ByteArray,
            hardwareSecret: ByteArray,
            dispatcher: CoroutineDispatcher = Dispatchers.Default,
        ): ByteArray = on(dispatcher) { cn.ruhu.ffi.keyFromPin(pin, salt, hardwareSecret) }

        /**
         * Moves a damaged database into the folder `quarantine` beside it and gives its new path, so that work can go
         * on with an empty one; photos stay. For the code `store_damaged`, after the person has agreed.
         */
        suspend fun setDamagedAside(folder: String, dispatcher: CoroutineDispatcher = Dispatchers.IO): String =
            on(dispatcher) { cn.ruhu.ffi.setDamagedAside(folder) }

        /**
         * Takes over on a new phone what [moveOut] has copied into [copy]: [folder], which must not exist, becomes the
         * phone's folder. Then [open] it.
         */
        suspend fun moveIn(
            copy: String,
            code: String,
            folder: String,
            keys: KeyProvider,
            dispatcher: CoroutineDispatcher = Dispatchers.IO,
        ): MovedStore = on(dispatcher) { cn.ruhu.ffi.moveIn(copy, code, folder, keys) }

        /**
         * Opens [folder], which is made where it is missing. Without [clock] the machine's is used, without
         * [transport] the built-in network; without [location] Ruhu measures no fix.
         */
        suspend fun open(
            folder: String,
            keys: KeyProvider,
            clock: Clock? = null,
            location: LocationSource? = null,
            transport: Transport? = null,
            dispatcher: CoroutineDispatcher = Dispatchers.IO,
        ): FieldStore =
            FieldStore(on(dispatcher) { NativeStore.open(folder, keys, clock, location, transport) }, dispatcher)
    }
}

/** Does a blocking call where it may block. */
internal suspend fun <T> on(dispatcher: CoroutineDispatcher, work: () -> T): T =
    withContext(dispatcher) { translated(work) }
