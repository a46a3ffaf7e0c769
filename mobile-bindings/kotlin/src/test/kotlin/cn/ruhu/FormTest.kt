package cn.ruhu

import cn.ruhu.ffi.AnswerValue
import cn.ruhu.ffi.AttemptOutcome
import cn.ruhu.ffi.QuestionType
import cn.ruhu.ffi.RuhuException
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** A checklist as the app shows it: screens that follow the answers. */
class FormTest {
    /** A visit at the first of two doors. */
    private fun visit(work: suspend (FieldSession, VisitDraft, String) -> Unit): Unit = runBlocking {
        Village(2).use { village ->
            FieldStore.open(village.phone, FixedKey()).use { store ->
                val session = village.enrolled(store)
                val line = session.roster(0).lines.first()
                work(session, session.startVisit(line.household), line.headName)
            }
        }
    }

    private fun refused(work: suspend () -> Unit): RuhuException.Refused =
        assertThrows<RuhuException.Refused> { runBlocking { work() } }

    @Test
    fun `a screen has everything that is shown on it`(): Unit = visit { _, visit, _ ->
        val screen = visit.screens().first()
        assertEquals("notice", screen.key)
        assertEquals(listOf("告知与核对"), screen.headings)
        assertEquals(listOf("notice_given", "respondent_relation", "originals_seen"), screen.questions.map { it.key })
        val (given, _, originals) = screen.questions
        assertEquals(QuestionType.SelectOne, given.takes)
        assertEquals(listOf("yes" to "是", "no" to "否"), given.choices.map { it.name to it.label })
        assertTrue(given.required && !given.readOnly && given.answer == null && given.moreChoices == 0u)
        assertEquals("没有查验原件时不选", originals.hint)
        val found = visit.findChoices("respondent_relation", "户主")
        assertEquals(listOf("head"), found.choices.map { it.name })
        assertEquals(0u, found.more)
        visit.answer("income_wage", AnswerValue.Money(480_050))
        assertEquals("4800.50 元", visit.question("income_wage")?.readable)
        visit.clearAnswer("income_wage")
        assertNull(visit.question("income_wage")?.answer)
    }

    @Test
    fun `members come and go, and answers bring questions`(): Unit = visit { _, visit, _ ->
        val before = visit.screens().map { it.key }
        val repeat = visit.screens().flatMap { it.repeats }.first()
        assertEquals("member", repeat.key)
        val member = visit.addInstance(repeat.key)
        assertEquals(listOf(member), visit.screens().flatMap { it.repeats }.first().instances.map { it.key })
        assertEquals(listOf("家庭成员 1"), visit.screens().single { it.key == member }.headings)
        // Children are not asked for their work.
        visit.answer("$member/member_age", AnswerValue.Integer(9))
        assertNull(visit.question("$member/member_employment"))
        visit.answer("$member/member_age", AnswerValue.Integer(30))
        assertNotNull(visit.question("$member/member_employment"))
        assertEquals("member[2]", visit.addInstance(repeat.key))
        visit.removeInstance(member)
        assertNull(visit.question("$member/member_age"))
        assertNotNull(visit.question("member[2]/member_age"))
        visit.removeInstance("member[2]")
        assertEquals(before, visit.screens().map { it.key })
    }

    @Test
    fun `a problem says where to jump to`(): Unit = visit { _, visit, head ->
        visit.fill(head)
        val member = visit.addInstance("member")
        val problem = visit.problems().first()
        assertEquals("$member/member_name" to "answer_missing", problem.question to problem.code)
        assertEquals(member, visit.screens().single { it.shows("$member/member_name") }.key)
        visit.removeInstance(member)
        assertEquals(emptyList<Any>(), visit.problems())
        visit.setTeam(TEAM.take(1))
        assertEquals(listOf<String?>(null), visit.problems().map { it.question })
    }

    @Test
    fun `answers that the form does not take are refused and change nothing`(): Unit = visit { _, visit, _ ->
        visit.answer("members_confirmed", AnswerValue.Integer(4))
        val refused = refused { visit.answer("members_confirmed", AnswerValue.Integer(99)) }
        assertEquals("answer_constraint", refused.code)
        assertTrue(refused.text.contains("应在 0 到 30 之间"), refused.text)
        assertEquals("answer_wrong_type", refused { visit.answer("members_confirmed", AnswerValue.Text("四")) }.code)
        assertEquals("bad_decimal", refused { visit.answer("land_own", AnswerValue.Decimal("一亩半")) }.code)
        assertEquals("unknown_choice", refused { visit.answer("proposal", AnswerValue.One("nobody")) }.code)
        assertEquals("answer_read_only", refused { visit.answer("income_total", AnswerValue.Money(1)) }.code)
        assertEquals("unknown_question", refused { visit.answer("nobody_asks", AnswerValue.Integer(1)) }.code)
        assertEquals("unknown_question", refused { visit.addInstance("income") }.code)
        assertEquals("bad_id", refused { visit.question("成员") }.code)
        assertEquals(listOf<AnswerValue?>(AnswerValue.Integer(4)), visit.answered().map { it.answer })
        visit.answer("land_own", AnswerValue.Decimal("1.5"))
        assertEquals(AnswerValue.Decimal("1.5"), visit.question("land_own")?.answer)
    }

    @Test
    fun `a sealed record is read as it was answered`(): Unit = visit { session, visit, head ->
        visit.fill(head)
        val member = visit.addInstance("member")
        visit.removeInstance(member)
        val answers = session.recordAnswers(visit.seal())
        val read = answers.associate { it.key to listOf(it.section, it.label, it.text) }
        assertEquals(listOf("家庭收入（近 12 个月）", "工资性收入", "4800.00 元"), read["income_wage"])
        assertEquals(listOf("结论与建议", "调查建议", "继续保障"), read["proposal"])
        assertEquals(ANSWERS.keys, read.keys)
        val second = session.roster(0).lines.last().household
        val attempt = session.recordAttempt(second, AttemptOutcome.REFUSED, TEAM.take(1))
        assertTrue(session.recordAnswers(attempt).isEmpty())
    }
}
