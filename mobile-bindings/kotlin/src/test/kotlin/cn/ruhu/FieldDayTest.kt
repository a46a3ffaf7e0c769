package cn.ruhu

import cn.ruhu.ffi.AnswerValue
import cn.ruhu.ffi.AttemptOutcome
import cn.ruhu.ffi.PhotoScope
import cn.ruhu.ffi.RecordStatus
import cn.ruhu.ffi.Redaction
import cn.ruhu.ffi.RuhuException
import cn.ruhu.ffi.SyncLimits
import cn.ruhu.ffi.SyncStage
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** A surveyor's day over the real library and a real server. */
class FieldDayTest {
    private val io = CoroutineScope(Dispatchers.IO)

    private fun day(households: Int, work: suspend (Village, FieldStore, FieldSession) -> Unit): Unit = runBlocking {
        Village(households).use { village ->
            FieldStore.open(village.phone, FixedKey()).use { store -> work(village, store, village.enrolled(store)) }
        }
    }

    @Test
    fun `a phone is enrolled once with a code and knows its surveyor`(): Unit = day(1) { village, store, session ->
        assertEquals("陈建国", session.who().surveyor)
        assertEquals(village.url, store.who()?.serverUrl)
        val refused = assertThrows<RuhuException.NotSynced> { runBlocking { store.enrol(village.url, "WRONGCODE1", "手机") } }
        assertEquals("bad_enrol_code", refused.code)
        assertEquals("陈建国", session.who().surveyor)
    }

    @Test
    fun `ten thousand households are paged and searched`(): Unit = day(10_000) { _, _, session ->
        assertEquals(10_000u, session.roster(0).total)
        assertEquals(50, session.roster(199).lines.size)
        assertTrue(session.roster(200).lines.isEmpty())
        val byInitials = session.search("wds", 20)
        assertEquals(20, byInitials.size)
        assertTrue(byInitials.all { it.headName == "王大山" })
        assertTrue(session.search("王大山 3组", 20).all { it.groupName == "3组" })
        assertTrue(session.search("没有此人").isEmpty())
    }

    @Test
    fun `a visit made offline is complete after a sync`(): Unit = day(3) { village, _, session ->
        val household = session.roster(0).lines.first()
        val visit = session.startVisit(household.household)
        assertTrue(visit.problems().isNotEmpty())
        assertThrows<RuhuException.Refused> { runBlocking { visit.seal() } }
        visit.fill(household.headName, photos = 2)
        assertTrue(visit.thumbnail(visit.state().photos.first().id).size > 500)
        assertEquals(emptyList<Any>(), visit.problems())
        assertEquals(listOf("too_short"), visit.doubts().map { it.code })
        val record = visit.seal()
        assertEquals(record, visit.seal())
        assertEquals(RecordStatus.Sealed, session.record(record)?.status)

        val events = session.newSync().events().toList()
        val report = (events.last() as SyncEvent.Done).report
        assertEquals(1uL, report.pushed)
        assertTrue(report.digestEqual)
        assertEquals(RecordStatus.Complete, session.record(record)?.status)
        assertTrue(village.check().contains("全部一致"))
    }

    @Test
    fun `an interview and an attempt are sealed and sent`(): Unit = day(2) { village, _, session ->
        val (first, second) = session.roster(0).lines
        val interview = session.startInterview(first.household, listOf(TEAM.first()))
        interview.nameInterviewee("周长根")
        interview.answerAll()
        interview.seal()
        session.recordAttempt(second.household, AttemptOutcome.ABSENT, listOf(TEAM.first()), "敲门无人应")
        session.newSync().run()
        assertEquals(2u, session.counts().complete)
        assertTrue(village.check().contains("全部一致"))
    }

    @Test
    fun `a draft goes on after the store was closed in the middle`(): Unit = runBlocking {
        Village(1).use { village ->
            val store = FieldStore.open(village.phone, FixedKey())
            val draft = village.enrolled(store).let { session ->
                session.startVisit(session.roster(0).lines.first().household).also {
                    it.answer("proposal_reason", AnswerValue.Text("写到一半"))
                }.id()
            }
            store.close()
            FieldStore.open(village.phone, FixedKey()).use { again ->
                val visit = again.session().resumeVisit(draft)
                assertEquals(listOf<AnswerValue?>(AnswerValue.Text("写到一半")), visit.answered().map { it.answer })
            }
        }
    }

    @Test
    fun `progress is told in stages and ends with the report`(): Unit = day(1) { _, _, session ->
        val events = session.newSync().events().toList()
        assertTrue(events.last() is SyncEvent.Done)
        val stages = events.filterIsInstance<SyncEvent.Moved>().map { it.progress.stage }
        assertEquals(stages.sortedBy { it.ordinal }, stages)
        assertEquals(SyncStage.DONE, session.newSync().also { it.run() }.progress().stage)
    }

    @Test
    fun `on mobile data thumbnails go and the photos follow later`(): Unit = day(1) { _, _, session ->
        val line = session.roster(0).lines.first()
        session.startVisit(line.household).apply { fill(line.headName, photos = 2) }.seal()
        val report = session.newSync(SyncLimits(PhotoScope.THUMBNAILS)).run()
        assertEquals(listOf(1uL, 2uL, 4uL), listOf(report.pushed, report.photosSent, report.filesLeft))
        assertEquals(session.counts().pendingBytes, report.bytesLeft)
        assertEquals(0uL, session.newSync().run().filesLeft)
        assertEquals(1u, session.counts().complete)
    }

    @Test
    fun `what is marked on a photo is painted over, and what cannot be done is refused by name`(): Unit = day(1) { _, _, session ->
        val visit = session.startVisit(session.roster(0).lines.first().household)
        val bare = visit.attachPhoto(photo(1))
        val whole = Redaction(0u, 0u, 10_000u, 10_000u)
        val covered = visit.attachPhoto(photo(2).copy(redactions = listOf(whole)))
        val (open, dark) = listOf(bare, covered).map { visit.thumbnail(it.id).size }
        assertTrue(dark < open / 2, "one colour takes less room than a picture: $dark, $open")
        val refused: suspend (suspend () -> Unit) -> String =
            { work -> assertThrows<RuhuException.Refused> { runBlocking { work() } }.code }
        val empty = photo(3).copy(redactions = listOf(Redaction(5u, 5u, 5u, 9u)))
        assertEquals("bad_redaction", refused { visit.attachPhoto(empty) })
        assertEquals("watermark_font", refused { session.writeWatermarksWith("/no/such/font.ttc") })
    }

    @Test
    fun `a cancelled sync loses nothing and the next one completes`(): Unit = day(2) { _, _, session ->
        val line = session.roster(0).lines.first()
        session.startVisit(line.household).apply { fill(line.headName, photos = 4) }.seal()
        val early = session.newSync().also { it.cancel() }
        assertEquals("cancelled", assertThrows<RuhuException.NotSynced> { runBlocking { early.run() } }.code)
        withContext(Dispatchers.Default) {
            val run = session.newSync()
            launch { run.run() }.cancelAndJoin()
            session.newSync().events().first()
        }
        session.newSync().run()
        assertEquals(1u, session.counts().complete)
    }

    @Test
    fun `several coroutines answer their own drafts while a sync runs`(): Unit = day(4) { _, _, session ->
        val drafts = session.roster(0).lines.map { session.startVisit(it.household) }
        val sync = io.async { session.newSync().run() }
        drafts.mapIndexed { number, draft ->
            io.async {
                repeat(50) { draft.answer("proposal_reason", AnswerValue.Text("第 $number 户第 $it 次")) }
            }
        }.awaitAll()
        sync.await()
        drafts.forEachIndexed { number, draft ->
            assertEquals("第 $number 户第 49 次", draft.answered().single().readable)
        }
    }
}
