/*
 * What a phone has and this console has not: a key store, a camera, a receiver, a screen to sign on. An app gives the
 * real ones in their places.
 */
package cn.ruhu.sample

import cn.ruhu.FieldStore
import cn.ruhu.ffi.AnswerValue
import cn.ruhu.ffi.Datum
import cn.ruhu.ffi.Fix
import cn.ruhu.ffi.FixSource
import cn.ruhu.ffi.KeyProvider
import cn.ruhu.ffi.LocationSource
import cn.ruhu.ffi.NewPhoto
import cn.ruhu.ffi.PhotoKind
import cn.ruhu.ffi.PhotoSource
import cn.ruhu.ffi.Question
import cn.ruhu.ffi.QuestionType
import cn.ruhu.ffi.StrokePoint
import java.awt.Color
import java.awt.GradientPaint
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.io.File
import java.security.SecureRandom
import javax.imageio.ImageIO

/** The two surveyors of the day; a visit needs two. */
val TEAM = listOf("陈建国", "李秀英")

/** Keeps the key in a file. An app keeps it wrapped by the Keystore (see the README, "The key"). */
class KeyFile(private val file: File) : KeyProvider {
    override fun storeKey(): ByteArray {
        if (!file.exists()) {
            file.absoluteFile.parentFile.mkdirs()
            file.writeBytes(ByteArray(FieldStore.KEY_LENGTH).also { SecureRandom().nextBytes(it) })
        }
        return file.readBytes()
    }
}

/** Knows one place. An app asks `LocationManager`. */
object HillsideGps : LocationSource {
    override fun current(): Fix = Fix(28.1234, 117.5678, 12.0, 310.0, Datum.WGS84, FixSource.GNSS, System.currentTimeMillis())
}

/** A picture as a camera would hand it over. */
fun photoOfTheHouse(number: Int): NewPhoto {
    val picture = BufferedImage(2400, 1800, BufferedImage.TYPE_INT_RGB)
    picture.createGraphics().apply {
        paint = GradientPaint(0f, 0f, Color(150, 190, 230), 0f, 900f, Color(225, 235, 240))
        fillRect(0, 0, 2400, 1000)
        paint = Color(120, 140, 80)
        fillRect(0, 1000, 2400, 800)
        paint = Color(170, 110 + number * 10, 80)
        fillRect(500, 600, 1400, 700)
        paint = Color(70, 60, 55)
        fillPolygon(intArrayOf(400, 1200, 2000), intArrayOf(620, 250, 620), 3)
        dispose()
    }
    val jpeg = ByteArrayOutputStream().also { ImageIO.write(picture, "jpg", it) }.toByteArray()
    return NewPhoto(PhotoKind.OUTSIDE, PhotoSource.CAMERA, jpeg, "房屋正面 $number", null)
}

/** A signature as a finger draws it, on a pad of 1000 by 1000. */
fun penStrokes(): List<List<StrokePoint>> =
    listOf(List(24) { StrokePoint((80 + it * 35).toUShort(), (450 + (it % 5) * 40).toUShort()) })

/** What the household or a neighbour says; a person would choose on the screen. */
fun heard(question: Question): AnswerValue = when (question.takes) {
    is QuestionType.Text -> AnswerValue.Text("与实际情况相符")
    is QuestionType.Integer -> AnswerValue.Integer(2)
    is QuestionType.Money -> AnswerValue.Money(if (question.key == "income_wage") 480_000 else 0)
    is QuestionType.SelectOne -> AnswerValue.One(question.choices.first().name)
    // An app has a control for every type of question; these are what the shipped checklists demand.
    else -> error("this console has no control for ${question.takes}")
}
