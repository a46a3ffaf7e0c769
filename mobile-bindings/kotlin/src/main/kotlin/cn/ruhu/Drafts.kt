package cn.ruhu

import cn.ruhu.ffi.AnswerValue
import cn.ruhu.ffi.Choices
import cn.ruhu.ffi.Doubt
import cn.ruhu.ffi.DraftProblem
import cn.ruhu.ffi.DraftState
import cn.ruhu.ffi.Fix
import cn.ruhu.ffi.NewPhoto
import cn.ruhu.ffi.PhotoInfo
import cn.ruhu.ffi.Question
import cn.ruhu.ffi.Screen
import cn.ruhu.ffi.Signature
import cn.ruhu.ffi.VisitMode
import kotlinx.coroutines.CoroutineDispatcher
import cn.ruhu.ffi.InterviewDraft as NativeInterview
import cn.ruhu.ffi.VisitDraft as NativeVisit

/** A home visit that is being filled in. It lives in the store: after a crash, [FieldSession.resumeVisit] goes on. */
class VisitDraft internal constructor(
    private val native: NativeVisit,
    private val dispatcher: CoroutineDispatcher,
) : AutoCloseable by native {
    /** The draft's id, for resuming. */
    fun id(): String = translated { native.id() }

    /** Everything but the answers. */
    suspend fun state(): DraftState = on(dispatcher) { native.state() }

    /** The screens of the form that are relevant now, in its order. Ask again after an answer: it may change them. */
    suspend fun screens(): List<Screen> = on(dispatcher) { native.screens() }

    /** One question as it stands; none where it is not asked now. */
    suspend fun question(question: String): Question? = on(dispatcher) { native.question(question) }

    /** The choices that a question offers now whose name is this text or whose label holds it. */
    suspend fun findChoices(question: String, text: String): Choices =
        on(dispatcher) { native.findChoices(question, text) }

    /** Saves an answer, and what the form computes from it. One that breaks a rule is refused and changes nothing. */
    suspend fun answer(question: String, answer: AnswerValue): Unit =
        on(dispatcher) { native.answer(question, answer) }

    /** Takes an answer back. */
    suspend fun clearAnswer(question: String): Unit = on(dispatcher) { native.clearAnswer(question) }

    /** Begins one more instance of a repeat, such as a member; gives its place, with which those of its screens begin. */
    suspend fun addInstance(repeat: String): String = on(dispatcher) { native.addInstance(repeat) }

    /** Removes an instance of a repeat with all answers in it. */
    suspend fun removeInstance(instance: String): Unit = on(dispatcher) { native.removeInstance(instance) }

    /** Takes a photo in: checked, scaled, encrypted. */
    suspend fun attachPhoto(photo: NewPhoto): PhotoInfo = on(dispatcher) { native.attachPhoto(photo) }

    /** Takes a photo out again, named by [PhotoInfo.id]. */
    suspend fun removePhoto(photo: String): Unit = on(dispatcher) { native.removePhoto(photo) }

    /** A photo's thumbnail as a JPEG, longest side 320 pixels. */
    suspend fun thumbnail(photo: String): ByteArray = on(dispatcher) { native.thumbnail(photo) }

    /** Keeps where the visit is held. */
    suspend fun attachFix(fix: Fix): Unit = on(dispatcher) { native.attachFix(fix) }

    /** Asks the app's `LocationSource` where the phone is, and keeps it; none where it does not know. */
    suspend fun measure(): Fix? = on(dispatcher) { native.measure() }

    /** Names the surveyors, two or more, and the accompanying cadre. */
    suspend fun setTeam(surveyors: List<String>, cadre: String? = null): Unit =
        on(dispatcher) { native.setTeam(surveyors, cadre) }

    /** Sets how the visit is held; a new draft says on site. */
    suspend fun setMode(mode: VisitMode): Unit = on(dispatcher) { native.setMode(mode) }

    /** Keeps a signature; signing again under the same name and role replaces it. */
    suspend fun sign(signature: Signature): Unit = on(dispatcher) { native.sign(signature) }

    /** What keeps the draft from being sealed; empty when it is ready. */
    suspend fun problems(): List<DraftProblem> = on(dispatcher) { native.problems() }

    /**
     * What does not fit together in the visit and can still be mended at the door: show it before the team leaves. It keeps
     * nobody from sealing.
     */
    suspend fun doubts(): List<Doubt> = on(dispatcher) { native.doubts() }

    /** Seals the visit; gives the record's id. Sealing it again gives the same id. */
    suspend fun seal(): String = on(dispatcher) { native.seal() }

    /** Gives the draft up; [FieldSession.restoreDraft] takes it up again. */
    suspend fun discard(): Unit = on(dispatcher) { native.discard() }
}

/** A neighbour interview that is being filled in. It lives in the store. */
class InterviewDraft internal constructor(
    private val native: NativeInterview,
    private val dispatcher: CoroutineDispatcher,
) : AutoCloseable by native {
    /** The draft's id, for resuming. */
    fun id(): String = translated { native.id() }

    /** Everything but the answers. */
    suspend fun state(): DraftState = on(dispatcher) { native.state() }

    /** The screens of the form that are relevant now, in its order. Ask again after an answer: it may change them. */
    suspend fun screens(): List<Screen> = on(dispatcher) { native.screens() }

    /** One question as it stands; none where it is not asked now. */
    suspend fun question(question: String): Question? = on(dispatcher) { native.question(question) }

    /** The choices that a question offers now whose name is this text or whose label holds it. */
    suspend fun findChoices(question: String, text: String): Choices =
        on(dispatcher) { native.findChoices(question, text) }

    /** Saves an answer, and what the form computes from it. One that breaks a rule is refused and changes nothing. */
    suspend fun answer(question: String, answer: AnswerValue): Unit =
        on(dispatcher) { native.answer(question, answer) }

    /** Takes an answer back. */
    suspend fun clearAnswer(question: String): Unit = on(dispatcher) { native.clearAnswer(question) }

    /** Begins one more instance of a repeat, such as a member; gives its place, with which those of its screens begin. */
    suspend fun addInstance(repeat: String): String = on(dispatcher) { native.addInstance(repeat) }

    /** Removes an instance of a repeat with all answers in it. */
    suspend fun removeInstance(instance: String): Unit = on(dispatcher) { native.removeInstance(instance) }

    /** Notes who was interviewed, or takes the name back. No pack ever shows it. */
    suspend fun nameInterviewee(name: String?): Unit = on(dispatcher) { native.nameInterviewee(name) }

    /** Names the interviewers. */
    suspend fun setInterviewers(interviewers: List<String>): Unit =
        on(dispatcher) { native.setInterviewers(interviewers) }

    /** Keeps where the interview is held. */
    suspend fun attachFix(fix: Fix): Unit = on(dispatcher) { native.attachFix(fix) }

    /** Asks the app's `LocationSource` where the phone is, and keeps it; none where it does not know. */
    suspend fun measure(): Fix? = on(dispatcher) { native.measure() }

    /** What keeps the draft from being sealed; empty when it is ready. */
    suspend fun problems(): List<DraftProblem> = on(dispatcher) { native.problems() }

    /** Seals the interview; gives the record's id. Sealing it again gives the same id. */
    suspend fun seal(): String = on(dispatcher) { native.seal() }

    /** Gives the draft up; [FieldSession.restoreDraft] takes it up again. */
    suspend fun discard(): Unit = on(dispatcher) { native.discard() }
}
