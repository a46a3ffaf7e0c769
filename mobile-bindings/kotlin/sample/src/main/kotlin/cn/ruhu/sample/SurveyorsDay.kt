/*
 * A surveyor's day with Ruhu, from the morning's sync to the evening's, as a console program. Read it from top to
 * bottom; every call is one that an Android app makes, in the same order.
 *
 *   mvn -q compile exec:java -Dexec.args="SERVER CODE FOLDER"
 *
 * SERVER is where `ruhu serve` listens, CODE a one-time code that `ruhu device code` printed, FOLDER the phone's folder.
 */
package cn.ruhu.sample

import cn.ruhu.FieldSession
import cn.ruhu.FieldStore
import cn.ruhu.SyncEvent
import cn.ruhu.VisitDraft
import cn.ruhu.code
import cn.ruhu.ffi.AnswerValue
import cn.ruhu.ffi.AttemptOutcome
import cn.ruhu.ffi.RosterLine
import cn.ruhu.ffi.RuhuException
import cn.ruhu.ffi.Screen
import cn.ruhu.ffi.Signature
import cn.ruhu.ffi.SignerRole
import cn.ruhu.ffi.SyncStage
import cn.ruhu.ffi.VisitPurpose
import cn.ruhu.questions
import cn.ruhu.repeats
import cn.ruhu.text
import kotlinx.coroutines.runBlocking
import java.io.File
import kotlin.system.exitProcess

fun main(arguments: Array<String>): Unit = runBlocking {
    if (arguments.size != 3) {
        System.err.println("用法：SERVER CODE FOLDER（服务器地址、一次性登记码、本机数据目录）")
        exitProcess(2)
    }
    val (server, code, folder) = arguments
    try {
        surveyorsDay(server, code, File(folder))
    } catch (failure: RuhuException) {
        // The text is made for the person: it says what to do next.
        System.err.println("${failure.text}（${failure.code}）")
        exitProcess(1)
    }
}

suspend fun surveyorsDay(server: String, code: String, folder: File) {
    // 1. Open the phone's encrypted folder. The key never leaves the phone.
    val store = FieldStore.open(File(folder, "ruhu").path, KeyFile(File(folder, "key")), location = HillsideGps)
    store.use {
        // 2. The first time, the phone is enrolled; on every later day it knows its surveyor already.
        val session = if (it.who() == null) it.enrol(server, code, "示例手机") else it.session()
        println("登记完成：${session.who().surveyor}，${session.who().regionName}")

        // 3. In the office, while there is a network: today's households come.
        sync(session)
        val households = session.roster(page = 0)
        println("名册：共 ${households.total} 户")
        if (households.lines.size < 3) return println("名册不足 3 户，请先导入名册后再试")

        // 4. From here on no network is needed. A household is found by name, pinyin initials, group or number.
        val (first, second, third) = households.lines
        val found = session.search("${first.headName} ${first.groupName}")
        println("查找户主和小组：找到 ${found.size} 户")

        // 5. At the first door: a home visit.
        println("入户调查：${first.villageName}${first.groupName}")
        val visit = session.startVisit(first.household, VisitPurpose.REVIEW)
        surveyAtTheDoor(visit, first)
        val record = visit.seal()
        val answers = session.recordAnswers(record)
        println("  已签字封存，记录 ${record.take(8)}，共 ${answers.size} 项；${answers.last().label}：${answers.last().text}")

        // 6. Next door: a neighbour is asked about it. The name is kept apart and appears in no pack.
        interviewNextDoor(session, first)

        // 7. At the second door nobody answers: that is a record, too.
        session.recordAttempt(second.household, AttemptOutcome.ABSENT, TEAM, note = "上午敲门无人应答")
        println("无人在家：已记录")

        // 8. The third visit is interrupted. It lives in the store, whatever happens to the phone.
        val begun = session.startVisit(third.household, VisitPurpose.REVIEW)
        begun.answer("notice_given", AnswerValue.One("yes"))
        begun.close()
        val draft = session.openDrafts().single()
        val resumed = session.resumeVisit(draft.id)
        val left = resumed.problems()
        // What lacks an answer names its question: the app jumps there.
        val next = left.firstNotNullOf { problem -> problem.question?.let { resumed.question(it) } }
        println("中断的入户：已恢复，已答 ${draft.answered} 项，还差 ${left.size} 项，接着填“${next.label}”")

        // 9. In the evening, with a network: everything goes to the server, photos from where they stopped.
        sync(session)
        val counts = session.counts()
        println("今日：完整 ${counts.complete} 条，待传 ${counts.sealed} 条，草稿 ${counts.drafts} 条")
    }
}

/** Goes through the form screen by screen, as the app shows it; every answer is on the disk when it returns. */
private suspend fun surveyAtTheDoor(visit: VisitDraft, line: RosterLine) {
    visit.setTeam(TEAM, cadre = null)
    var at = 0
    while (true) {
        // An answer may bring questions and whole screens, and take some away: they are asked for again after each.
        val screen = visit.screens().getOrNull(at) ?: break
        val next = screen.questions.firstOrNull { it.required && it.answer == null }
        if (next != null) {
            visit.answer(next.key, heard(next))
        } else if (screen.repeats.any { it.key == "member" && it.instances.isEmpty() }) {
            // One member is to be noted. Its questions come where "add another" stood, which moves behind them.
            visit.addInstance("member")
        } else {
            val answered = screen.questions.count { it.answer != null }
            println("  ${title(screen)}：${screen.repeats.firstOrNull()?.let { "共 ${it.instances.size} 条" } ?: "$answered 项"}")
            at++
        }
    }
    // A wrong answer is refused in the surveyor's words, and what was there before stays.
    try {
        visit.answer("members_confirmed", AnswerValue.Integer(99))
    } catch (refused: RuhuException.Refused) {
        println("  填错时提示：${refused.text}")
    }
    val photos = listOf(photoOfTheHouse(1), photoOfTheHouse(2)).map { visit.attachPhoto(it) }
    println("  照片 ${photos.size} 张，最长边 ${photos.maxOf { maxOf(it.width, it.height) }} 像素")
    visit.measure()?.let { println("  定位精度 ${it.accuracyM} 米") }
    for (surveyor in TEAM) visit.sign(Signature(SignerRole.SURVEYOR, surveyor, penStrokes()))
    visit.sign(Signature(SignerRole.MEMBER, line.headName, penStrokes()))
    val left = visit.problems()
    check(left.isEmpty()) { left.joinToString { it.text } }
}

private fun title(screen: Screen): String =
    screen.headings.lastOrNull() ?: screen.repeats.firstOrNull()?.label ?: screen.questions.first().label

private suspend fun interviewNextDoor(session: FieldSession, line: RosterLine) {
    val interview = session.startInterview(line.household, TEAM)
    interview.nameInterviewee("周长根")
    // The other way through a form: from what is missing to what is missing next.
    while (true) {
        val key = interview.problems().firstNotNullOfOrNull { it.question } ?: break
        interview.answer(key, heard(checkNotNull(interview.question(key))))
    }
    interview.seal()
    println("邻里走访：已封存")
}

/** One sync, watched as a progress bar would. */
private suspend fun sync(session: FieldSession) {
    val stages = mutableListOf<SyncStage>()
    session.newSync().events().collect { event ->
        when (event) {
            is SyncEvent.Moved -> if (event.progress.stage !in stages) stages += event.progress.stage
            is SyncEvent.Done -> println("同步：上传记录 ${event.report.pushed} 条，与服务器核对${if (event.report.digestEqual) "一致" else "不一致"}")
        }
    }
}
