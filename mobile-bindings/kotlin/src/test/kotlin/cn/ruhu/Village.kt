package cn.ruhu

import cn.ruhu.ffi.AnswerValue
import cn.ruhu.ffi.KeyProvider
import cn.ruhu.ffi.NewPhoto
import cn.ruhu.ffi.PhotoKind
import cn.ruhu.ffi.PhotoSource
import cn.ruhu.ffi.Question
import cn.ruhu.ffi.QuestionType
import cn.ruhu.ffi.Signature
import cn.ruhu.ffi.SignerRole
import cn.ruhu.ffi.StrokePoint
import java.awt.Color
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.io.File
import java.nio.file.Files
import javax.imageio.ImageIO

val TEAM = listOf("陈建国", "李秀英")

/** A key that is given without asking. */
class FixedKey(private val key: ByteArray = ByteArray(32) { 7 }) : KeyProvider {
    override fun storeKey(): ByteArray = key
}

/** A real server over invented households, and a folder for a phone. */
class Village(households: Int) : AutoCloseable {
    private val folder: File = Files.createTempDirectory("ruhu-kotlin").toFile()
    val data = File(folder, "data").path
    val phone = File(folder, "phone").path
    private val codes = ArrayDeque(run(program("village", "RUHU_VILLAGE_BIN"), data, "$households", "4").trim().lines())
    private val server = ProcessBuilder(ruhu, "serve", "--data", data, "--listen", "127.0.0.1:0")
        .apply { environment()["RUHU_LOG"] = "error" }
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
    val url: String = Regex("http://\\S+").find(server.inputStream.bufferedReader().readLine())!!.value

    fun code(): String = codes.removeFirst()

    fun check(): String = run(ruhu, "check", "--data", data)

    /** A phone that has its assignments. */
    suspend fun enrolled(store: FieldStore): FieldSession =
        store.enrol(url, code(), "测试手机").also { it.newSync().run() }

    override fun close() {
        server.destroyForcibly().waitFor()
        folder.deleteRecursively()
    }

    companion object {
        private val ruhu = program("ruhu", "RUHU_BIN")

        private fun program(name: String, variable: String): String =
            System.getenv(variable) ?: File(System.getProperty("ruhu.programs"), name).path

        private fun run(vararg command: String): String {
            val process = ProcessBuilder(*command).redirectErrorStream(true).start()
            val output = process.inputStream.bufferedReader().readText()
            check(process.waitFor() == 0) { output }
            return output
        }
    }
}

/** Every answer that a home visit demands, and one more. */
val ANSWERS: Map<String, AnswerValue> = mapOf(
    "notice_given" to AnswerValue.One("yes"),
    "respondent_relation" to AnswerValue.One("head"),
    "originals_seen" to AnswerValue.Many(listOf("id_card", "hukou_book")),
    "members_confirmed" to AnswerValue.Integer(2),
    "labour_count" to AnswerValue.Integer(1),
    "income_wage" to AnswerValue.Money(480_000),
    "income_business" to AnswerValue.Money(0),
    "income_property" to AnswerValue.Money(0),
    "income_transfer" to AnswerValue.Money(120_000),
    "income_other" to AnswerValue.Money(0),
    "property_deposit" to AnswerValue.Money(0),
    "property_vehicles" to AnswerValue.Integer(0),
    "property_houses" to AnswerValue.Integer(1),
    "housing_tenure" to AnswerValue.One("0"),
    "housing_structure" to AnswerValue.One("brick_wood"),
    "housing_area" to AnswerValue.Integer(72),
    "living_food" to AnswerValue.One("3"),
    "living_clothing" to AnswerValue.One("3"),
    "living_housing" to AnswerValue.One("2"),
    "living_goods" to AnswerValue.One("2"),
    "related_filing" to AnswerValue.One("no"),
    "conclusion" to AnswerValue.One("true"),
    "proposal" to AnswerValue.One("keep"),
    "proposal_reason" to AnswerValue.Text("收入不稳定，建议继续保障。"),
)

fun photo(number: Int): NewPhoto {
    val picture = BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB)
    val pen = picture.createGraphics()
    for (row in 0 until 60) {
        pen.color = Color((row * 4 + number * 31) % 256, (number * 57) % 256, row * 3)
        pen.fillRect(0, row * 10, 800, 10)
    }
    pen.dispose()
    val bytes = ByteArrayOutputStream().also { ImageIO.write(picture, "jpg", it) }.toByteArray()
    return NewPhoto(PhotoKind.OUTSIDE, PhotoSource.CAMERA, bytes, "正面", null)
}

fun signature(role: SignerRole, name: String): Signature =
    Signature(role, name, listOf(List(12) { StrokePoint((100 + 40 * it).toUShort(), (400 + 30 * (it % 4)).toUShort()) }))

/** Fills a visit in and signs it; what is left is to seal it. */
suspend fun VisitDraft.fill(head: String, photos: Int = 0) {
    setTeam(TEAM)
    ANSWERS.forEach { (question, answer) -> answer(question, answer) }
    repeat(photos) { attachPhoto(photo(it)) }
    TEAM.forEach { sign(signature(SignerRole.SURVEYOR, it)) }
    sign(signature(SignerRole.MEMBER, head))
}

/** The questions that were answered. */
suspend fun VisitDraft.answered(): List<Question> = screens().flatMap { it.questions }.filter { it.answer != null }

/** Jumps from problem to problem until the form demands nothing more. */
suspend fun InterviewDraft.answerAll() {
    while (true) {
        val key = problems().firstNotNullOfOrNull { it.question } ?: return
        answer(key, anAnswer(checkNotNull(question(key))))
    }
}

/** An answer that a question takes as the shipped checklists ask it. */
private fun anAnswer(question: Question): AnswerValue = when (question.takes) {
    is QuestionType.Text -> AnswerValue.Text("情况属实")
    is QuestionType.Integer -> AnswerValue.Integer(2)
    is QuestionType.Money -> AnswerValue.Money(0)
    is QuestionType.SelectOne -> AnswerValue.One(question.choices.first().name)
    else -> error("no shipped checklist demands ${question.takes}")
}
