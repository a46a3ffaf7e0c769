//! Settings and languages.

use super::{
    Comparison,
    change::{BeforeAfter, Change, ChangeCode, Effect, Subject},
};
use crate::form::definition::{FormDefinition, Settings, Style};

impl Comparison<'_> {
    pub(super) fn settings(&self) -> Vec<Change> {
        let Settings { id, title, version, instance_name, style } = self.old.form.settings();
        let new = self.new.form.settings();
        let text = |old: &str, new: &str| -> Option<BeforeAfter> {
            let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            (old != new).then(|| (filled(old), filled(new)))
        };
        let languages = |form: &FormDefinition| form.languages().join("、");
        let settings = [
            ("form_id", "表单编号", text(id, &new.id)),
            ("form_title", "表单名称", text(title, &new.title)),
            ("version", "自编版本号", text(version, &new.version)),
            ("style", "页面样式", text(style_name(*style), style_name(new.style))),
            (
                "instance_name",
                "记录名称",
                self.rule_change(instance_name.as_ref(), new.instance_name.as_ref()),
            ),
            (
                "languages",
                "语言，第一种为默认语言",
                text(&languages(self.old.form), &languages(self.new.form)),
            ),
        ];
        let changes = settings.into_iter().filter_map(|(name, label, change)| {
            let (code, effect) = match name {
                "form_id" => (ChangeCode::FormIdChanged, Effect::OtherForm),
                _ => (ChangeCode::SettingChanged, Effect::None),
            };
            let subject = Subject { name: name.to_owned(), label: label.to_owned() };
            Some(Change::new(code, subject, effect).sides(change?))
        });
        changes.collect()
    }
}

fn style_name(style: Style) -> &'static str {
    match style {
        Style::Screens => "",
        Style::Pages => "pages",
        Style::Grid => "theme-grid",
        Style::GridPages => "theme-grid pages",
    }
}
