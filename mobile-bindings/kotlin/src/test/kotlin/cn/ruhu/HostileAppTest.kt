package cn.ruhu

import cn.ruhu.ffi.AnswerValue
import cn.ruhu.ffi.CallbackFailure
import cn.ruhu.ffi.Clock
import cn.ruhu.ffi.ClockReading
import cn.ruhu.ffi.Fix
import cn.ruhu.ffi.HttpAnswer
import cn.ruhu.ffi.HttpCall
import cn.ruhu.ffi.HttpHeader
import cn.ruhu.ffi.KeyProvider
import cn.ruhu.ffi.LocationSource
import cn.ruhu.ffi.RuhuException
import cn.ruhu.ffi.SyncObserver
import cn.ruhu.ffi.SyncProgress
import cn.ruhu.ffi.Transport
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse

/** What apps do wrong: each becomes a clear error, and the store stays as it was. */
class HostileAppTest {
    @TempDir
    lateinit var folder: File

    private inline fun <reified T : RuhuException> refusal(crossinline work: suspend () -> Unit): T =
        assertThrows<T> { runBlocking { work() } }

    @Test
    fun `a wrong, short or missing key opens nothing and harms nothing`(): Unit = runBlocking {
        FieldStore.open(folder.path, FixedKey()).close()
        val open: suspend (KeyProvider) -> Unit = { FieldStore.open(folder.path, it).close() }
        assertEquals("wrong_key", refusal<RuhuException.Locked> { open(FixedKey(ByteArray(32))) }.code)
        assertEquals("bad_key", refusal<RuhuException.Locked> { open(FixedKey(ByteArray(5))) }.code)
        val gaveUp = object : KeyProvider { override fun storeKey(): ByteArray = throw CallbackFailure.Cancelled() }
        assertEquals("key_cancelled", refusal<RuhuException.Locked> { open(gaveUp) }.code)
        open(FixedKey())
    }

    @Test
    fun `what a callback throws names the callback and keeps its message to itself`(): Unit = runBlocking {
        val secret = "张小明 361124195603080017"
        val keys = object : KeyProvider { override fun storeKey(): ByteArray = throw IllegalArgumentException(secret) }
        val clock = object : Clock { override fun read(): ClockReading = throw SecurityException(secret) }
        val network = object : Transport { override fun send(call: HttpCall): HttpAnswer = throw java.io.IOException(secret) }
        val place = object : LocationSource { override fun current(): Fix? = throw SecurityException(secret) }
        val failures = mutableListOf(
            refusal<RuhuException.Callback> { FieldStore.open(folder.path, keys) },
            refusal<RuhuException.Callback> { FieldStore.open(folder.path, FixedKey(), clock = clock) },
        )
        FieldStore.open(folder.path, FixedKey(), transport = network).use { store ->
            failures += refusal<RuhuException.Callback> { store.enrol("https://ruhu.example", "ABCDE12345", "手机") }
        }
        Village(1).use { village ->
            FieldStore.open(village.phone, FixedKey(), location = place).use { store ->
                val session = village.enrolled(store)
                val visit = session.startVisit(session.roster(0).lines.first().household)
                failures += refusal<RuhuException.Callback> { visit.measure() }
                assertTrue(visit.state().fixes.isEmpty())
            }
        }
        assertEquals(
            listOf("KeyProvider.storeKey", "Clock.read", "Transport.send", "LocationSource.current"),
            failures.map { it.callback },
        )
        failures.forEach { assertFalse(it.toString().contains("361124") || it.toString().contains("张小明"), "$it") }
        assertEquals("java.io.IOException", failures[2].thrown)
    }

    @Test
    fun `an observer that throws stops the sync and loses nothing`(): Unit = runBlocking {
        Village(1).use { village ->
            FieldStore.open(village.phone, FixedKey()).use { store ->
                val session = village.enrolled(store)
                val line = session.roster(0).lines.first()
                session.startVisit(line.household).apply { fill(line.headName) }.seal()
                val observer = object : SyncObserver {
                    override fun progress(progress: SyncProgress): Unit = throw IllegalStateException("张小明")
                }
                val failed = refusal<RuhuException.Callback> { session.newSync().run(observer) }
                assertEquals("SyncObserver.progress", failed.callback)
                session.newSync().run()
                assertEquals(1u, session.counts().complete)
            }
        }
    }

    @Test
    fun `an app may bring its own network`(): Unit = runBlocking {
        Village(2).use { village ->
            val transport = JavaTransport()
            FieldStore.open(village.phone, FixedKey(), transport = transport).use { store ->
                val session = village.enrolled(store)
                val line = session.roster(0).lines.first()
                session.startVisit(line.household).apply { fill(line.headName, photos = 1) }.seal()
                session.newSync().run()
                assertEquals(1u, session.counts().complete)
                assertTrue(transport.calls > 3)
            }
        }
    }

    @Test
    fun `text of any script and size comes back as it was or is refused by name`(): Unit = runBlocking {
        Village(1).use { village ->
            FieldStore.open(village.phone, FixedKey()).use { store ->
                val session = village.enrolled(store)
                val visit = session.startVisit(session.roster(0).lines.first().household)
                for (text in listOf("𬱖㛃𠮷", "😀👨‍👩‍👧", "a\u0000b", "  两边空格  ")) {
                    visit.answer("proposal_reason", AnswerValue.Text(text))
                    assertEquals(AnswerValue.Text(text), visit.answered().single().answer)
                }
                val huge = "字".repeat(400_000)
                assertEquals("answer_too_long", refusal<RuhuException.Refused> { visit.answer("proposal_reason", AnswerValue.Text(huge)) }.code)
                assertEquals("bad_text", refusal<RuhuException.Refused> { visit.answer("proposal_reason", AnswerValue.Text("\uD800")) }.code)
                assertEquals("bad_id", refusal<RuhuException.Refused> { visit.answer("", AnswerValue.One("yes")) }.code)
                assertEquals("bad_number", refusal<RuhuException.Refused> { session.roster(-1) }.code)
                assertTrue(session.search("𬱖".repeat(1_000)).isEmpty())
            }
        }
    }

    @Test
    fun `closed and locked objects say so`(): Unit = runBlocking {
        Village(1).use { village ->
            val store = FieldStore.open(village.phone, FixedKey())
            val session = village.enrolled(store)
            val visit = session.startVisit(session.roster(0).lines.first().household)
            visit.close()
            assertEquals("object_closed", refusal<RuhuException.Refused> { visit.seal() }.code)
            assertEquals("store_in_use", refusal<RuhuException.Locked> { FieldStore.open(village.phone, FixedKey()) }.code)
            store.lock()
            assertEquals("store_locked", refusal<RuhuException.Locked> { session.counts() }.code)
            FieldStore.open(village.phone, FixedKey()).close()
        }
    }

    @Test
    fun `a full disk is said, and what was saved before is there`(): Unit = runBlocking {
        Village(1).use { village ->
            FieldStore.open(village.phone, FixedKey()).use { store ->
                val session = village.enrolled(store)
                val visit = session.startVisit(session.roster(0).lines.first().household)
                visit.answer("proposal_reason", AnswerValue.Text("先写的"))
                val picture = photo(1)
                // No file of this process may grow beyond 1 KB: a photo is larger.
                limitFiles("1024")
                try {
                    val full = refusal<RuhuException.NotSaved> { visit.attachPhoto(picture) }
                    assertEquals("disk_full", full.code)
                } finally {
                    limitFiles("unlimited")
                }
                assertEquals("先写的", visit.answered().single().readable)
                visit.attachPhoto(picture)
            }
        }
    }

    @Test
    fun `nothing private is printed`(): Unit = runBlocking {
        Village(1).use { village ->
            FieldStore.open(village.phone, FixedKey()).use { store ->
                val session = village.enrolled(store)
                val page = session.roster(0)
                val visit = session.startVisit(page.lines.first().household).apply { fill(page.lines.first().headName, 1) }
                val shown = listOf(
                    page, session.who(), session.assignment(page.lines.first().household), visit.state(), visit.screens(),
                    session.openDrafts(), session.records(), ANSWERS, photo(1), signature(cn.ruhu.ffi.SignerRole.CADRE, "祝村长"),
                    session.recordAnswers(visit.seal()),
                ).joinToString()
                val woven = "收入合计"
                for (secret in listOf(page.lines.first().headName, page.lines.first().address, "祝村长", "480000", woven, "收入不稳定") + TEAM) {
                    assertFalse(shown.contains(secret), secret)
                }
            }
        }
    }

    private fun limitFiles(bytes: String) {
        val pid = ProcessHandle.current().pid()
        val ended = ProcessBuilder("prlimit", "--pid", "$pid", "--fsize=$bytes:unlimited").inheritIO().start().waitFor()
        assertEquals(0, ended)
    }
}

/** The JDK's own HTTP client in the place of the built-in network. */
private class JavaTransport : Transport {
    private val client = HttpClient.newHttpClient()
    @Volatile var calls = 0

    override fun send(call: HttpCall): HttpAnswer {
        calls++
        val request = HttpRequest.newBuilder(URI(call.url))
            .method(call.method, HttpRequest.BodyPublishers.ofByteArray(call.body))
            .apply { call.headers.filter { it.name !in setOf("content-length", "host") }.forEach { header(it.name, it.value) } }
            .build()
        val answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray())
        val headers = answer.headers().map().flatMap { (name, values) -> values.map { HttpHeader(name, it) } }
        return HttpAnswer(answer.statusCode().toUShort(), headers, answer.body())
    }
}
