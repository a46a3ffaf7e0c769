//! Findings of the ingest in words: what is stored is the code.

/// What a code means and what to do about it.
pub(super) fn text_of(code: &str) -> &'static str {
    match code {
        "device_revoked" => "设备已停用。停用后收到的数据一律隔离，请与持机人核实后决定是否放行。",
        "bad_signature" | "bad_device_key" => {
            "设备签名不符，数据可能不是这台手机所写。请让该设备重新登记并重新同步。"
        }
        "wrong_device" => "数据写明的设备与发送的设备不一致。请核对是否换机或克隆，必要时停用该设备。",
        "batch_not_chained" | "head_differs" => {
            "记录之间的哈希链接不上，内容可能被改动。请保留手机原状并联系县级管理员。"
        }
        "not_assigned" => "这一户没有分派给该设备。请核对分工，确认无误后放行。",
        "unknown_household" => "名册中没有这一户。请核对名册是否已导入。",
        "unknown_form" => "记录所用的调查表不是本服务器下发的。请让该手机同步，并核对表单。",
        "unknown_campaign" => "记录所属的任务不存在。请让该手机同步后重新记录。",
        "clock_implausible" => {
            "手机时间明显不准；记录已收下，时间以服务器收到时间为准。请提醒调查员校准手机日期。"
        }
        "blobs_differ" => "记录所列照片与内容不一致。请让调查员重新记录。",
        "too_few_surveyors" => "调查人不足两人。请补派人员重新入户。",
        "surveyor_signature_missing" | "witness_signature_missing" => "签名不全。请补签后重新封存。",
        "ends_before_start" => "结束时间早于开始时间。请核对手机时间后重新记录。",
        "bad_fix" | "coordinate_out_of_range" | "bad_accuracy" | "bad_altitude" => {
            "定位数据不合理。请重新定位后再记录。"
        }
        "answer_missing"
        | "answer_wrong_type"
        | "answer_out_of_range"
        | "answer_too_long"
        | "answer_constraint"
        | "answer_not_relevant"
        | "answer_read_only"
        | "too_many_instances"
        | "counted_repeat"
        | "form_rule_failed"
        | "unknown_choice"
        | "unknown_question"
        | "too_many" => "表单填写不符合规则。请更新手机应用后重新填写。",
        "cbor_too_deep"
        | "cbor_malformed"
        | "cbor_trailing"
        | "entry_too_large"
        | "too_many_blobs"
        | "unknown_suite"
        | "protocol_unsupported" => "数据格式无法识别。请升级手机应用后重新同步。",
        _ => "数据未通过检查。请把右侧代码告诉县级管理员核实。",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_says_what_to_do_and_an_unknown_one_points_at_its_code() {
        for code in ["device_revoked", "bad_signature", "not_assigned", "no_such_code", ""] {
            assert!(text_of(code).contains('请'), "{code}");
        }
        assert!(text_of("no_such_code").contains("代码"));
    }
}
