//! Where we differ from pyxform on purpose: the one definition of the table in `docs/forms.md`.

/// How a difference shows.
#[derive(Clone, Copy)]
pub(crate) enum Sign {
    /// We refuse, with one of these codes, what pyxform and ODK Validate take.
    Stricter(&'static [&'static str]),
    /// We take what they refuse with one of these messages.
    Laxer(&'static [&'static str]),
    /// Both take the form, and the XForms differ in a fact: its name, our value, theirs.
    Fact(fn(&str, Option<&str>, Option<&str>) -> bool),
}

/// One deliberate difference.
pub(crate) struct Difference {
    pub(crate) id: &'static str,
    /// What pyxform does.
    pub(crate) pyxform: &'static str,
    /// What we do.
    pub(crate) ruhu: &'static str,
    /// Why.
    pub(crate) reason: &'static str,
    pub(crate) sign: Sign,
}

/// All of them.
pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference {
        id: "version_by_content",
        pyxform: "A form without `version` has none.",
        ruhu: "It gets the hash of its content.",
        reason: "Every record names the wording that it was made with.",
        sign: Sign::Fact(|name, _, theirs| name == "form version" && theirs.is_none()),
    },
    Difference {
        id: "default_language",
        pyxform: "Without `default_language` no translation is marked; apps take the one that comes first, whichever that is.",
        ruhu: "The language of the first column is the default.",
        reason: "What a phone shows first should not depend on which cells are filled.",
        sign: Sign::Fact(|name, _, theirs| name == "form default language" && theirs.is_none()),
    },
    Difference {
        id: "no_is_no_rule",
        pyxform: "`no` in `required` and `read_only` becomes the rule `false()`.",
        ruhu: "`no` is as good as an empty cell.",
        reason: "A rule that never holds need not be evaluated.",
        sign: Sign::Fact(|name, ours, theirs| {
            let rule = name.ends_with(" required") || name.ends_with(" readonly");
            rule && ours.is_none() && theirs == Some("false()")
        }),
    },
    Difference {
        id: "other_in_chinese",
        pyxform: "`or_other` adds “Other” and “Specify other.” in every language.",
        ruhu: "It adds “其他” and “请说明其他情况” in Chinese and in forms that name no language.",
        reason: "Surveyors read Chinese.",
        sign: Sign::Fact(|name, ours, _| {
            name.starts_with("text ") && matches!(ours, Some("其他" | "请说明其他情况"))
        }),
    },
    Difference {
        id: "triggered_in_place",
        pyxform: "Names in a calculation with a `trigger` become paths from the trigger.",
        ruhu: "They become paths from the calculation's own row.",
        reason: "JavaRosa reads them from there; where the two stand in different groups, pyxform's lead elsewhere.",
        sign: Sign::Fact(|name, ours, theirs| {
            let both = ours.zip(theirs).is_some_and(|(own, other)| last_names(own) == last_names(other));
            both && name.starts_with("setvalue ") && name.ends_with("xforms-value-changed")
        }),
    },
    Difference {
        id: "files_are_declared",
        pyxform: "A file that only `instance('…')`, a repeat's count or a name of records asks for is not declared.",
        ruhu: "Every file that a rule asks for is declared.",
        reason: "A rule over a file that is not declared cannot be evaluated.",
        sign: Sign::Fact(|name, ours, theirs| {
            name.starts_with("list ") && theirs.is_none() && ours.is_some_and(|src| src.starts_with("jr://"))
        }),
    },
    Difference {
        id: "media_in_every_language",
        pyxform: "A picture or sound that stands in one language's column is not there in the others.",
        ruhu: "Languages without one get that of the default language.",
        reason: "So does the phone.",
        sign: Sign::Fact(|name, ours, theirs| {
            name.starts_with("text ")
                && theirs.is_none()
                && ours.is_some_and(|file| file.starts_with("jr://"))
        }),
    },
    Difference {
        id: "acknowledge_is_text",
        pyxform: "`trigger`, the old name of `acknowledge`, has no data type.",
        ruhu: "It is the same question.",
        reason: "Two names should not make two questions.",
        sign: Sign::Fact(|name, ours, theirs| {
            name.ends_with(" type") && ours == Some("string") && theirs.is_none()
        }),
    },
    Difference {
        id: "other_names_of_types",
        pyxform: "`location` and `gps` are `geopoint` without its parameters.",
        ruhu: "They are `geopoint` in every respect.",
        reason: "Two names should not make two questions.",
        sign: Sign::Fact(|name, _, theirs| name.ends_with("ccuracyThreshold") && theirs.is_none()),
    },
    Difference {
        id: "choices_without_label",
        pyxform: "A list whose first choice has no label is refused by ODK Validate.",
        ruhu: "The choice's name is shown, with a warning.",
        reason: "A list that is being written should be seen on the phone.",
        sign: Sign::Laxer(&["<label> node for itemset doesn't exist"]),
    },
    Difference {
        id: "triggered_names",
        pyxform: "A calculation with a `trigger` is refused where another group holds a question of the same name.",
        ruhu: "It is taken, as other questions are.",
        reason: "Only names that are referred to must be unique in the whole form.",
        sign: Sign::Laxer(&["PyXFormError: There are multiple survey elements named"]),
    },
    Difference {
        id: "something_is_asked",
        pyxform: "Takes forms in which nothing is asked.",
        ruhu: "They are refused.",
        reason: "The rows were forgotten, or stand in another sheet.",
        sign: Sign::Stricter(&["empty_survey"]),
    },
    Difference {
        id: "files_are_there",
        pyxform: "Does not look for files of choices.",
        ruhu: "They must lie beside the form and have the columns that are asked of them.",
        reason: "The phone gets them together with the form.",
        sign: Sign::Stricter(&["file_missing", "file_column_missing", "bad_file", "unknown_instance"]),
    },
    Difference {
        id: "parameters_are_checked",
        pyxform: "Parameters of types that have none are ignored; some are taken whatever their value; audits have some.",
        ruhu: "They are refused.",
        reason: "An author who writes a parameter expects it to do something.",
        sign: Sign::Stricter(&["unknown_parameter", "bad_parameter"]),
    },
    Difference {
        id: "arguments_are_counted",
        pyxform: "Calls with too few or too many arguments are taken; most fail on the phone when they are evaluated.",
        ruhu: "They are refused.",
        reason: "The author can mend them, a surveyor cannot.",
        sign: Sign::Stricter(&["expression_argument_count"]),
    },
    Difference {
        id: "functions_are_known",
        pyxform: "A function that nobody knows is taken; the form fails on the phone when it is called.",
        ruhu: "It is refused, with the name that was probably meant.",
        reason: "The author can mend it, a surveyor cannot.",
        sign: Sign::Stricter(&["expression_unknown_function"]),
    },
    Difference {
        id: "paths_lead_somewhere",
        pyxform: "A path that leads nowhere is mostly taken and is always empty.",
        ruhu: "It is refused.",
        reason: "It is a slip, and its rule would silently never hold.",
        sign: Sign::Stricter(&["unknown_path"]),
    },
    Difference {
        id: "columns_are_known",
        pyxform: "Unknown columns of `survey` are ignored.",
        ruhu: "They are refused, with the name that was probably meant; remarks go into a column `备注` or `note`.",
        reason: "A misspelt `constraint` would silently check nothing.",
        sign: Sign::Stricter(&["unknown_column"]),
    },
    Difference {
        id: "filters_name_columns",
        pyxform: "A filter may name a column that the list does not have; nothing is offered then.",
        ruhu: "It is refused, with the columns that there are.",
        reason: "A question that offers nothing cannot be answered.",
        sign: Sign::Stricter(&["unknown_choice_column"]),
    },
    Difference {
        id: "names_are_ascii",
        pyxform: "Names may be Chinese; ODK Validate then refuses most of the forms.",
        ruhu: "They are refused, with the advice to keep the Chinese in the label.",
        reason: "Names go into statistics programs and other tools that do not take them.",
        sign: Sign::Stricter(&["name_not_ascii", "bad_choice_column", "bad_list_name"]),
    },
    Difference {
        id: "quotes_are_straight",
        pyxform: "Quotes of word processors are made straight without a word.",
        ruhu: "In expressions they are refused; in texts they stay as written.",
        reason: "Chinese texts use such quotes, and they must not change.",
        sign: Sign::Stricter(&["expression_smart_quote"]),
    },
    Difference {
        id: "types_of_other_tools",
        pyxform: "Takes `video`, `phonenumber`, `osm`, loops, choices from repeats and from XML or GeoJSON files, and others.",
        ruhu: "Refuses them, with the type to use instead.",
        reason: "The phone has no such questions.",
        sign: Sign::Stricter(&["unsupported_type", "bad_file_name"]),
    },
    Difference {
        id: "appearances_of_other_tools",
        pyxform: "`table-list` and `search()` change the form.",
        ruhu: "They are refused.",
        reason: "The phone has no such questions.",
        sign: Sign::Stricter(&["unsupported_appearance"]),
    },
    Difference {
        id: "columns_of_other_tools",
        pyxform: "Takes columns of servers, text messages and apps (`auto_send`, `body::…`, `instance::…`).",
        ruhu: "Refuses them, with what to do instead.",
        reason: "They would do nothing here.",
        sign: Sign::Stricter(&["unsupported_column"]),
    },
    Difference {
        id: "no_entities",
        pyxform: "Takes a sheet `entities`.",
        ruhu: "Refuses it; `save_to` is named and ignored.",
        reason: "Households come from the roster, not from forms.",
        sign: Sign::Stricter(&["entities_unsupported"]),
    },
    Difference {
        id: "no_last_record",
        pyxform: "Takes `${last-saved#name}`.",
        ruhu: "Refuses it.",
        reason: "An answer about one household must not come from another.",
        sign: Sign::Stricter(&["expression_last_saved"]),
    },
    Difference {
        id: "settings_are_checked",
        pyxform: "Takes any `form_id`, `style` and `default_language`.",
        ruhu: "`form_id` is ASCII, `style` and `default_language` are known.",
        reason: "The name is part of the version of every record; the others would do nothing.",
        sign: Sign::Stricter(&["bad_form_id", "bad_setting", "unknown_default_language"]),
    },
    Difference {
        id: "nothing_is_lost",
        pyxform: "Cells without a heading, rows without type, name and label, and choices without a list are left out.",
        ruhu: "They are refused.",
        reason: "What somebody wrote was meant to be asked.",
        sign: Sign::Stricter(&["cells_without_heading", "missing_type", "choice_without_list"]),
    },
    Difference {
        id: "limits",
        pyxform: "Takes names of any length and groups of any depth.",
        ruhu: "Names have at most 64 characters, groups stand at most 20 deep, a form has at most 10,000 questions.",
        reason: "Every limit of a phone is a limit of its forms.",
        sign: Sign::Stricter(&["name_too_long", "too_deep", "too_many_questions"]),
    },
    Difference {
        id: "defaults_fit",
        pyxform: "A default may be no number, no date or no choice of the list.",
        ruhu: "It is refused.",
        reason: "The phone would show an answer that nobody can give.",
        sign: Sign::Stricter(&["bad_default"]),
    },
    Difference {
        id: "money_is_decimal",
        pyxform: "Knows no appearance `money`.",
        ruhu: "It stands only at `decimal`.",
        reason: "Money is an exact decimal from end to end.",
        sign: Sign::Stricter(&["money_not_decimal"]),
    },
    Difference {
        id: "other_of_an_order",
        pyxform: "`rank` may have `or_other`.",
        ruhu: "It is refused.",
        reason: "What nobody has named cannot be put in order.",
        sign: Sign::Stricter(&["or_other_not_here"]),
    },
    Difference {
        id: "orders_are_parted_by_blanks",
        pyxform: "A choice of `rank` may have a blank in its name.",
        ruhu: "It is refused, as it is for `select_multiple`.",
        reason: "Blanks part the names in the answer.",
        sign: Sign::Stricter(&["choice_name_has_space"]),
    },
];

/// An expression with only the last name of each path.
fn last_names(expression: &str) -> String {
    let words = expression.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || "_-./".contains(c)));
    words.map(|word| word.rsplit('/').next().unwrap_or_default()).collect()
}

/// The table as Markdown.
pub(crate) fn table() -> String {
    let mut table = "| Difference | pyxform 4.5.0 | Ruhu | Why |\n|---|---|---|---|\n".to_owned();
    for Difference { id, pyxform, ruhu, reason, .. } in DIFFERENCES {
        for cell in [&format!("`{id}`"), *pyxform, *ruhu, *reason] {
            table.extend(["| ", cell, " "]);
        }
        table.push_str("|\n");
    }
    table
}
