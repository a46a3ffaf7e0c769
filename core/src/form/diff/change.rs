//! What one change is, and what it means for answers.

use std::fmt;

use serde::Serialize;

/// The kind of a change, in the order of a report. Names are stable and never reused for another meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeCode {
    /// The form has another name, so that it is another form.
    FormIdChanged,
    /// Anything else in the sheet `settings`, and the languages.
    SettingChanged,
    /// A question is new.
    QuestionAdded,
    /// A question is gone.
    QuestionRemoved,
    /// Another name where label and type are the same.
    MaybeRenamed,
    /// A group is new.
    GroupAdded,
    /// A group is gone; what stood in it is told of by itself.
    GroupRemoved,
    /// A repeat is new.
    RepeatAdded,
    /// A repeat is gone; what stood in it is told of by itself.
    RepeatRemoved,
    /// Another type, or a group that became a repeat.
    TypeChanged,
    /// Into, out of or between repeats.
    MovedAcrossRepeats,
    /// To another group.
    Moved,
    /// What stands in a group is asked in another order.
    Reordered,
    /// Exports have the answer in another column, because of what stands around it.
    ColumnRenamed,
    /// What its value is computed by.
    CalculationChanged,
    /// Whose answers set the calculation off.
    TriggerChanged,
    /// When it is asked.
    RelevantChanged,
    /// When it must be answered.
    RequiredChanged,
    /// Which answers will do.
    ConstraintChanged,
    /// Which choices are offered.
    ChoiceFilterChanged,
    /// How often a repeat is asked.
    RepeatCountChanged,
    /// What it starts with.
    DefaultChanged,
    /// When people can only read it.
    ReadOnlyChanged,
    /// What only this type has: a scale, a size, a column of a file.
    ParametersChanged,
    /// A question offers another list; the lists are compared by themselves.
    ListSwitched,
    /// The question or heading.
    LabelChanged,
    /// A hint, a message, a picture or a sound.
    TextChanged,
    /// How it is shown.
    AppearanceChanged,
    /// A list is new.
    ListAdded,
    /// A list is gone.
    ListRemoved,
    /// A list comes from another file or has other columns.
    ListChanged,
    /// A choice is new.
    ChoiceAdded,
    /// A choice is gone.
    ChoiceDropped,
    /// What people read at a choice.
    ChoiceRelabelled,
    /// A further column, a picture or a sound of a choice.
    ChoiceChanged,
    /// Choices stand in another order.
    ChoicesReordered,
    /// The versions differ in something that nobody sees.
    OtherChanged,
}

/// What a change means for answers in exports and for what is counted from them; the gravest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Records of the two versions are records of different forms.
    OtherForm,
    /// The same column means something else: answers must not be put together.
    MeaningChanged,
    /// The same column or value is worded differently, and may mean something else.
    CheckMeaning,
    /// The column has no new answers.
    ColumnEnds,
    /// Older answers stand in one column, newer ones in another.
    ColumnRenamed,
    /// There is a new column.
    ColumnAdded,
    /// A value no longer occurs.
    ValueEnds,
    /// A new value occurs.
    ValueAdded,
    /// The same columns and values, answered under other rules.
    RulesDiffer,
    /// None.
    None,
}

impl Effect {
    /// Whether answers of the two versions would silently be taken for the same.
    #[must_use]
    pub fn is_warning(self) -> bool {
        matches!(self, Self::OtherForm | Self::MeaningChanged)
    }
}

/// A question, group, repeat, choice or setting, as people and exports know it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// The column of a question in exports: its name, or where that is not enough its way through the form. Of others the
    /// same way, the value of a choice, or the heading of a setting.
    pub name: String,
    /// The label in the default language; empty where there is none.
    pub label: String,
}

/// One change: something was, and now is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What kind of change.
    pub code: ChangeCode,
    /// What was changed, by its newer name where it has two.
    #[serde(flatten)]
    pub subject: Subject,
    /// The column of the workbook, where the code leaves several.
    pub column: Option<&'static str>,
    /// The language of a text, where the newer version speaks several.
    pub language: Option<String>,
    /// What was there; none where nothing was.
    pub before: Option<String>,
    /// What is there; none where nothing is.
    pub after: Option<String>,
    /// What it means for answers.
    pub effect: Effect,
    /// Columns that are computed directly from a question whose answers mean something else or are given by others.
    pub read_by: Vec<String>,
    /// Whether case files, packs and comparisons look for the answer under the column that ends or changes its meaning.
    pub used_in_packs: bool,
}

impl Change {
    pub(super) fn new(code: ChangeCode, subject: Subject, effect: Effect) -> Self {
        Self {
            code,
            subject,
            column: None,
            language: None,
            before: None,
            after: None,
            effect,
            read_by: Vec::new(),
            used_in_packs: false,
        }
    }

    pub(super) fn sides(mut self, (before, after): BeforeAfter) -> Self {
        (self.before, self.after) = (before, after);
        self
    }

    pub(super) fn in_column(mut self, column: &'static str) -> Self {
        self.column = Some(column);
        self
    }
}

/// What was and what is; none for nothing.
pub(super) type BeforeAfter = (Option<String>, Option<String>);

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.label.as_str() {
            "" => f.write_str(&self.name),
            label => write!(f, "{label}（{}）", self.name),
        }
    }
}
