package cn.ruhu

import cn.ruhu.ffi.InternalException
import cn.ruhu.ffi.RuhuException
import java.nio.charset.CharacterCodingException

/** Stable code of the failure, for programs; never reused for another meaning. */
val RuhuException.code: String
    get() = when (this) {
        is RuhuException.Refused -> code
        is RuhuException.NotSaved -> code
        is RuhuException.Locked -> code
        is RuhuException.NotSynced -> code
        is RuhuException.Callback -> code
        is RuhuException.Internal -> code
    }

/**
 * What the person reads, in Chinese: what happened and what to do next. It names questions by their labels, into which a
 * form may weave answers: show it, and log [code].
 */
val RuhuException.text: String
    get() = when (this) {
        is RuhuException.Refused -> text
        is RuhuException.NotSaved -> text
        is RuhuException.Locked -> text
        is RuhuException.NotSynced -> text
        is RuhuException.Callback -> text
        is RuhuException.Internal -> text
    }

/** Does [work], and turns whatever the generated layer throws into the one exception of Ruhu. */
internal inline fun <T> translated(work: () -> T): T = try {
    work()
} catch (failure: RuhuException) {
    throw failure
} catch (failure: InternalException) {
    throw RuhuException.Internal("internal_error", "应用内部出错，本次操作未保存，已保存的内容不受影响；请重试，多次出现请联系技术支持")
} catch (failure: CharacterCodingException) {
    throw RuhuException.Refused("bad_text", "文字中有无法识别的字符，请删除后重新输入")
} catch (failure: IllegalStateException) {
    throw RuhuException.Refused("object_closed", "页面已关闭，请返回后重新打开")
}

/** A count or a place in a list as the native side takes it. */
internal fun size(value: Int): UInt =
    if (value >= 0) value.toUInt() else throw RuhuException.Refused("bad_number", "数值不能为负，请更新应用后重试")
