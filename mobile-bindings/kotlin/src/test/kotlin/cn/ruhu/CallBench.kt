package cn.ruhu

import cn.ruhu.ffi.AnswerValue
import cn.ruhu.ffi.RuhuException
import cn.ruhu.ffi.VisitPurpose
import kotlinx.coroutines.runBlocking
import cn.ruhu.ffi.FieldStore as NativeStore

private const val CALLS = 20_000
private const val SAVES = 2_000

/**
 * What it costs to answer one question from the JVM. A locked store refuses the call after everything has crossed,
 * so that the first figure is the crossing alone, the exception of the refusal included.
 */
fun main(): Unit = Village(1).use { village ->
    val native = NativeStore.open(village.phone, FixedKey(), null, null, null)
    val session = native.enrol(village.url, village.code(), "测试手机").also { it.newSync().run(null) }
    val household = session.roster(0u).lines.first().household
    val visit = session.startVisit(household, VisitPurpose.REVIEW)
    val answer = AnswerValue.Text("收入不稳定，建议继续保障。")

    report("answer across the FFI, saved", median(SAVES) { visit.answer("proposal_reason", answer) })
    native.lock()
    report("answer across the FFI, store locked", median(CALLS) {
        try {
            visit.answer("proposal_reason", answer)
            error("the store is locked")
        } catch (_: RuhuException.Locked) {
        }
    })
    runBlocking {
        FieldStore.open(village.phone, FixedKey()).use { store ->
            val draft = store.session().startVisit(household)
            report("answer as a coroutine, saved", median(SAVES) { draft.answer("proposal_reason", answer) })
        }
    }
}

/** The median of the calls' times in microseconds, after as many that warm up. */
private inline fun median(calls: Int, call: () -> Unit): Double {
    repeat(calls) { call() }
    val times = LongArray(calls) {
        val start = System.nanoTime()
        call()
        System.nanoTime() - start
    }
    return times.sorted()[calls / 2] / 1_000.0
}

private fun report(name: String, microseconds: Double): Unit = println("$name: ${"%.1f".format(microseconds)} us")
