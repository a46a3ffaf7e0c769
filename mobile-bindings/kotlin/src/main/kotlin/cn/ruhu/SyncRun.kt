package cn.ruhu

import cn.ruhu.ffi.SyncObserver
import cn.ruhu.ffi.SyncProgress
import cn.ruhu.ffi.SyncReport
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import cn.ruhu.ffi.SyncRun as NativeRun

/** What a sync tells while it runs; the last one is [Done]. */
sealed interface SyncEvent {
    /** Something has moved. */
    data class Moved(val progress: SyncProgress) : SyncEvent

    /** The sync has ended. */
    data class Done(val report: SyncReport) : SyncEvent
}

/** One sync of phone and server. What was not acknowledged goes with the next one. */
class SyncRun internal constructor(
    private val native: NativeRun,
    private val dispatcher: CoroutineDispatcher,
) : AutoCloseable by native {
    /**
     * Runs the sync while it is collected. A slow collector misses steps, never the end. Who stops collecting cancels
     * the sync, which ends after the request that is under way.
     */
    fun events(observer: SyncObserver? = null): Flow<SyncEvent> = callbackFlow {
        val teller = object : SyncObserver {
            override fun progress(progress: SyncProgress) {
                trySend(SyncEvent.Moved(progress))
                observer?.progress(progress)
            }
        }
        launch(dispatcher) {
            try {
                trySend(SyncEvent.Done(translated { native.run(teller) }))
                close()
            } catch (failure: Exception) {
                close(failure)
            }
        }
        awaitClose { native.cancel() }
    }.conflate()

    /** Runs the sync to its end; [observer] hears on the thread that runs it. Cancelling the coroutine cancels it. */
    suspend fun run(observer: SyncObserver? = null): SyncReport =
        events(observer).filterIsInstance<SyncEvent.Done>().first().report

    /** Asks the sync to stop after the request that is under way: it then fails with the code `cancelled`. */
    fun cancel(): Unit = translated { native.cancel() }

    /** How far it has come. */
    fun progress(): SyncProgress = translated { native.progress() }
}
