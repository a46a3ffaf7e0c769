package cn.ruhu

import cn.ruhu.ffi.AnswerValue
import cn.ruhu.ffi.SignerRole
import kotlinx.coroutines.runBlocking
import java.io.File

/**
 * A phone in a process of its own, to be killed: enrols, seals one visit, says so, begins another, and then
 * answers its last question again and again, saying each answer after it was saved.
 *
 * Arguments: server, code, folder.
 */
object PhoneProcess {
    @JvmStatic
    fun main(arguments: Array<String>): Unit = runBlocking {
        val (url, code, folder) = arguments
        val session = FieldStore.open(folder, FixedKey()).enrol(url, code, "测试手机").also { it.newSync().run() }
        val (first, second) = session.roster(0).lines
        println("sealed ${session.startVisit(first.household).apply { fill(first.headName, photos = 1) }.seal()}")
        val visit = session.startVisit(second.household)
        visit.sign(signature(SignerRole.MEMBER, second.headName))
        println("draft ${visit.id()}")
        for (number in generateSequence(0) { it + 1 }) {
            visit.answer("proposal_reason", AnswerValue.Text("第${number}次"))
            println("saved $number")
        }
    }

    /** Starts it over [village]; what it says goes into [said]. */
    fun start(village: Village, said: File): Process = ProcessBuilder(
        "${System.getProperty("java.home")}/bin/java",
        "-Djna.library.path=${System.getProperty("jna.library.path")}",
        "-cp", System.getProperty("java.class.path"),
        PhoneProcess::class.java.name, village.url, village.code(), village.phone,
    ).redirectOutput(said).redirectError(ProcessBuilder.Redirect.INHERIT).start()
}
