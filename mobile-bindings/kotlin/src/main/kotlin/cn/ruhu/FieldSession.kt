package cn.ruhu

import cn.ruhu.ffi.Assignment
import cn.ruhu.ffi.AttemptOutcome
import cn.ruhu.ffi.Campaign
import cn.ruhu.ffi.DraftLine
import cn.ruhu.ffi.Fix
import cn.ruhu.ffi.NewPhoto
import cn.ruhu.ffi.RecordAnswer
import cn.ruhu.ffi.RecordLine
import cn.ruhu.ffi.RosterLine
import cn.ruhu.ffi.RosterPage
import cn.ruhu.ffi.StatusCounts
import cn.ruhu.ffi.SyncLimits
import cn.ruhu.ffi.SyncProblem
import cn.ruhu.ffi.VisitPurpose
import cn.ruhu.ffi.Who
import kotlinx.coroutines.CoroutineDispatcher
import cn.ruhu.ffi.FieldSession as NativeSession

/** Everything that a surveyor does at a door. Safe to call from several coroutines at once. */
class FieldSession internal constructor(
    private val native: NativeSession,
    private val dispatcher: CoroutineDispatcher,
) : AutoCloseable by native {
    /** Who works on this phone. */
    suspend fun who(): Who = on(dispatcher) { native.who() }

    /**
     * From now on photos get a watermark (水印) with household, time, place and hash, written with this font file: on
     * Android `/system/fonts/NotoSansCJK-Regular.ttc`, face 2. Call it once after opening; without it there is none.
     */
    suspend fun writeWatermarksWith(fontPath: String, faceIndex: Int = 0): Unit =
        on(dispatcher) { native.writeWatermarksWith(fontPath, size(faceIndex)) }

    /** The campaign that the phone works in; none before the first sync. */
    suspend fun campaign(): Campaign? = on(dispatcher) { native.campaign() }

    /** A page of the roster, from 0, 50 lines each; empty beyond the last. */
    suspend fun roster(page: Int): RosterPage = on(dispatcher) { native.roster(size(page)) }

    /** The households that fit every word of the query: name, pinyin initials, group, part of a number or address. */
    suspend fun search(query: String, limit: Int = 50): List<RosterLine> =
        on(dispatcher) { native.search(query, size(limit)) }

    /** A household with its members; none where the phone does not know it. */
    suspend fun assignment(household: String): Assignment? = on(dispatcher) { native.assignment(household) }

    /** Opens a visit at a household. */
    suspend fun startVisit(household: String, purpose: VisitPurpose = VisitPurpose.REVIEW): VisitDraft =
        VisitDraft(on(dispatcher) { native.startVisit(household, purpose) }, dispatcher)

    /** Comes back to a visit that is still a draft. */
    suspend fun resumeVisit(draft: String): VisitDraft =
        VisitDraft(on(dispatcher) { native.resumeVisit(draft) }, dispatcher)

    /** Opens a visit that will correct a sealed one, which stays as it is. */
    suspend fun correctVisit(record: String): VisitDraft =
        VisitDraft(on(dispatcher) { native.correctVisit(record) }, dispatcher)

    /** Opens a neighbour interview about a household. */
    suspend fun startInterview(household: String, interviewers: List<String>): InterviewDraft =
        InterviewDraft(on(dispatcher) { native.startInterview(household, interviewers) }, dispatcher)

    /** Comes back to an interview that is still a draft. */
    suspend fun resumeInterview(draft: String): InterviewDraft =
        InterviewDraft(on(dispatcher) { native.resumeInterview(draft) }, dispatcher)

    /** Opens an interview that will correct a sealed one, which stays as it is. */
    suspend fun correctInterview(record: String): InterviewDraft =
        InterviewDraft(on(dispatcher) { native.correctInterview(record) }, dispatcher)

    /** Records that nobody could be surveyed, sealed at once; gives the record's id. */
    suspend fun recordAttempt(
        household: String,
        outcome: AttemptOutcome,
        surveyors: List<String>,
        note: String = "",
        photos: List<NewPhoto> = emptyList(),
        fix: Fix? = null,
    ): String = on(dispatcher) { native.recordAttempt(household, outcome, surveyors, note, photos, fix) }

    /** The open drafts, the latest first. */
    suspend fun openDrafts(): List<DraftLine> = on(dispatcher) { native.openDrafts() }

    /** Takes a draft up again that was given up. */
    suspend fun restoreDraft(draft: String): Unit = on(dispatcher) { native.restoreDraft(draft) }

    /** Every draft and record and how far it is. */
    suspend fun records(): List<RecordLine> = on(dispatcher) { native.records() }

    /** One sealed record and how far it is; none where this phone does not have it. */
    suspend fun record(record: String): RecordLine? = on(dispatcher) { native.record(record) }

    /** What a sealed record says, line by line in the order of its form; nothing for an attempt. */
    suspend fun recordAnswers(record: String): List<RecordAnswer> = on(dispatcher) { native.recordAnswers(record) }

    /** How many records stand where: cheap enough for every screen. */
    suspend fun counts(): StatusCounts = on(dispatcher) { native.counts() }

    /** Sends a record again that the server set apart. Says whether there was one to send. */
    suspend fun retryQuarantined(record: String): Boolean = on(dispatcher) { native.retryQuarantined(record) }

    /** What went wrong in the last sync without stopping it. */
    suspend fun syncProblems(): List<SyncProblem> = on(dispatcher) { native.syncProblems() }

    /** A sync, within [limits] where the line costs money, not yet started. One runs at a time. */
    fun newSync(limits: SyncLimits? = null): SyncRun = SyncRun(translated { native.newSync(limits) }, dispatcher)
}
