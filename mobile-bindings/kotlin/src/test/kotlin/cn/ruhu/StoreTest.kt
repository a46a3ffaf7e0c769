package cn.ruhu

import cn.ruhu.ffi.AnswerValue
import cn.ruhu.ffi.RecordStatus
import cn.ruhu.ffi.RuhuException
import cn.ruhu.ffi.StatusCounts
import cn.ruhu.ffi.SyncObserver
import cn.ruhu.ffi.SyncProgress
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** What happens to the folder: killed phones, other keys, other versions, calls from within callbacks. */
class StoreTest {
    @TempDir
    lateinit var folder: File

    @Test
    fun `a killed phone resumes with every answer that it was told was saved`(): Unit = runBlocking {
        Village(2).use { village ->
            val output = File(folder, "said")
            val phone = PhoneProcess.start(village, output)
            while (phone.isAlive && "saved 40\n" !in output.readText()) Thread.sleep(5)
            phone.destroyForcibly().waitFor()
            val lines = output.readText().substringBeforeLast('\n').lines()
            val sealed = lines[0].removePrefix("sealed ")
            val draft = lines[1].removePrefix("draft ")
            val said = lines.last().removePrefix("saved ").toInt()

            FieldStore.open(village.phone, FixedKey()).use { store ->
                val session = store.session()
                assertEquals(RecordStatus.Sealed, session.record(sealed)?.status)
                val visit = session.resumeVisit(draft)
                assertEquals(1, visit.state().signatures.size)
                val kept = visit.answered().single().readable!!
                // The answer after the last one that was told may have reached the disk, too.
                assertTrue(kept.filter(Char::isDigit).toInt() in said..said + 1, "$kept, said $said")
                session.newSync().run()
                assertEquals(RecordStatus.Complete, session.record(sealed)?.status)
            }
            assertTrue(village.check().contains("全部一致"))
        }
    }

    @Test
    fun `a key that changed opens nothing, and the old key opens everything`(): Unit = runBlocking {
        Village(1).use { village ->
            FieldStore.open(village.phone, FixedKey()).use { store ->
                village.enrolled(store).apply {
                    startVisit(roster(0).lines.first().household).answer("proposal_reason", AnswerValue.Text("写到一半"))
                }
            }
            val changed = FixedKey(ByteArray(32) { 8 })
            val refused = assertThrows<RuhuException.Locked> { runBlocking { FieldStore.open(village.phone, changed) } }
            assertEquals("wrong_key", refused.code)
            FieldStore.open(village.phone, FixedKey()).use { assertEquals(1u, it.session().counts().drafts) }
        }
    }

    @Test
    fun `a folder of the first version opens, one of a later version is refused and left as it is`(): Unit = runBlocking {
        val key = FixedKey(ByteArray(32) { 42 })
        FieldStore.open(fixture("v1"), key).use { store ->
            assertEquals("陈建国", store.who()?.surveyor)
            assertEquals(3u, store.session().roster(0).total)
        }
        val newer = fixture("newer")
        val before = File(newer, "ruhu.db").readBytes()
        val refused = assertThrows<RuhuException.Locked> { runBlocking { FieldStore.open(newer, key) } }
        assertEquals("store_newer", refused.code)
        assertTrue(before.contentEquals(File(newer, "ruhu.db").readBytes()))
    }

    @Test
    fun `a PIN and the phone together make the key`(): Unit = runBlocking {
        val (salt, phone) = ByteArray(16) { 1 } to ByteArray(32) { 2 }
        val key = FieldStore.keyFromPin("2468", salt, phone)
        FieldStore.open(folder.path, FixedKey(key)).close()
        for (other in listOf(FieldStore.keyFromPin("2469", salt, phone), FieldStore.keyFromPin("2468", salt, ByteArray(32)))) {
            val refused = assertThrows<RuhuException.Locked> { runBlocking { FieldStore.open(folder.path, FixedKey(other)) } }
            assertEquals("wrong_key", refused.code)
        }
        FieldStore.open(folder.path, FixedKey(FieldStore.keyFromPin("2468", salt, phone))).close()
        val short = assertThrows<RuhuException.Refused> { runBlocking { FieldStore.keyFromPin("123", salt, phone) } }
        assertEquals("pin_length", short.code)
    }

    @Test
    fun `a damaged file is kept aside and work goes on`(): Unit = runBlocking {
        FieldStore.open(folder.path, FixedKey()).close()
        File(folder, "ruhu.db").writeBytes(ByteArray(8_192) { 5 })
        val refused = assertThrows<RuhuException.Locked> { runBlocking { FieldStore.open(folder.path, FixedKey()) } }
        assertEquals("store_damaged", refused.code)
        val kept = File(FieldStore.setDamagedAside(folder.path))
        assertTrue(kept.path.contains("quarantine") && kept.exists(), kept.path)
        FieldStore.open(folder.path, FixedKey()).use { assertEquals(null, it.who()) }
    }

    @Test
    fun `a store moves to a new phone under a code`(): Unit = runBlocking {
        val (copy, fresh) = File(folder, "copy") to File(folder, "new")
        FieldStore.open(File(folder, "old").path, FixedKey()).use { it.moveOut(copy.path, "2345 6789 abcd efgh") }
        val refused = assertThrows<RuhuException.Refused> {
            runBlocking { FieldStore.moveIn(copy.path, "2345 6789 abcd efgj", fresh.path, FixedKey()) }
        }
        assertEquals("moving_code_wrong", refused.code)
        assertEquals(0UL, FieldStore.moveIn(copy.path, "23456789ABCDEFGH", fresh.path, FixedKey()).unreadable)
        FieldStore.open(fresh.path, FixedKey()).use { assertEquals(null, it.who()) }
    }

    @Test
    fun `an observer may call back`(): Unit = runBlocking {
        Village(1).use { village ->
            FieldStore.open(village.phone, FixedKey()).use { store ->
                val session = village.enrolled(store)
                val line = session.roster(0).lines.first()
                session.startVisit(line.household).apply { fill(line.headName, photos = 1) }.seal()
                val seen = mutableListOf<StatusCounts>()
                session.newSync().run(object : SyncObserver {
                    override fun progress(progress: SyncProgress) {
                        seen += runBlocking { session.counts() }
                    }
                })
                assertEquals(1u, seen.first().sealed)
                assertEquals(1u, session.counts().complete)
            }
        }
    }

    private fun fixture(version: String): String = File(folder, version).also { copy ->
        File("../../tests/stores/$version").copyRecursively(copy)
        // Git keeps no empty folders.
        File(copy, "photos").mkdirs()
    }.path
}
