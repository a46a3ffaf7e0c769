package cn.ruhu

import cn.ruhu.ffi.Question
import cn.ruhu.ffi.Repeat
import cn.ruhu.ffi.Screen
import cn.ruhu.ffi.ScreenItem

/** The questions on the screen, things to read among them. */
val Screen.questions: List<Question>
    get() = items.filterIsInstance<ScreenItem.Question>().map { it.question }

/** The repeats on the screen that people may add to. */
val Screen.repeats: List<Repeat>
    get() = items.filterIsInstance<ScreenItem.Repeat>().map { it.repeated }

/** Whether the question or the repeat of this place stands on the screen: where a problem's `question` jumps to. */
fun Screen.shows(key: String): Boolean = questions.any { it.key == key } || repeats.any { it.key == key }
