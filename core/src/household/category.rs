//! The coded words of a roster. Codes are stable; labels are what people read.

use serde::{Deserialize, Serialize};

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $label:literal $(, $synonym:literal)*;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[doc = $label] #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the forms.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code in records.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What people read.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// Reads the label or another word that offices use for it.
            #[must_use]
            pub fn from_label(text: &str) -> Option<Self> {
                match text {
                    $($label $(| $synonym)* => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

coded!(
    /// Relation to the head of the household, after GB/T 4761.
    Relation {
        Oneself = "self", "本人", "户主", "申请人";
        Spouse = "spouse", "配偶", "妻子", "丈夫", "妻", "夫", "夫妻", "爱人", "老伴";
        Son = "son", "子", "儿子", "长子", "次子", "三子", "独生子", "养子", "继子";
        Daughter = "daughter", "女", "女儿", "长女", "次女", "三女", "独生女", "养女", "继女";
        SonInLaw = "son_in_law", "女婿";
        DaughterInLaw = "daughter_in_law", "儿媳", "媳妇", "儿媳妇";
        Grandson = "grandson", "孙子", "孙", "长孙", "外孙", "外孙子";
        Granddaughter = "granddaughter", "孙女", "外孙女";
        Father = "father", "父", "父亲", "公公", "岳父", "继父", "养父";
        Mother = "mother", "母", "母亲", "婆婆", "岳母", "继母", "养母";
        Grandfather = "grandfather", "祖父", "爷爷", "外祖父", "外公";
        Grandmother = "grandmother", "祖母", "奶奶", "外祖母", "外婆";
        Brother = "brother", "兄弟", "兄", "弟", "哥哥", "弟弟";
        Sister = "sister", "姐妹", "姐", "妹", "姐姐", "妹妹";
        Other = "other", "其他", "其它", "非亲属", "侄子", "侄女", "侄儿";
    }
);

coded!(
    /// How often a household is looked at again. The months between reviews are policy, kept in policy data.
    ReviewClass {
        A = "a", "A类", "A", "a", "一类";
        B = "b", "B类", "B", "b", "二类";
        C = "c", "C类", "C", "c", "三类";
        Standing = "standing", "常补", "常补对象", "常补户";
        NonStanding = "non_standing", "非常补", "非常补对象", "非常补户";
    }
);

coded!(
    /// Main cause of hardship (主要致困原因).
    PovertyCause {
        Illness = "illness", "疾病", "因病", "患病", "重病", "大病";
        Disaster = "disaster", "灾害", "因灾", "自然灾害", "灾祸";
        Disability = "disability", "残疾", "因残", "重残";
        NoLabour = "no_labour", "缺劳力", "缺劳动力", "缺乏劳动力", "无劳动力", "年老体弱", "年老";
        Unemployment = "unemployment", "失业", "下岗", "无业";
        LandLoss = "land_loss", "失地", "失去土地", "缺土地";
        Schooling = "schooling", "因学", "上学", "子女上学", "就学";
        Other = "other", "其他", "其它", "其他原因";
    }
);

coded!(
    /// Kind of assistance.
    AidCategory {
        Dibao = "dibao", "低保", "最低生活保障", "低保户", "低保对象";
        DibaoRural = "dibao_rural", "农村低保", "农低保", "农村居民最低生活保障";
        DibaoUrban = "dibao_urban", "城市低保", "城镇低保", "城低保", "城市居民最低生活保障";
        DibaoSingle = "dibao_single", "单人保", "单人户低保", "单人户";
        Edge = "edge", "低保边缘", "低保边缘家庭", "边缘户", "低边", "低保边缘户";
        Rigid = "rigid", "刚性支出困难", "刚性支出困难家庭", "支出型困难", "支出型困难家庭";
        TekunCentral = "tekun_c", "特困集中供养", "集中供养", "集中特困";
        TekunDispersed = "tekun_d", "特困分散供养", "分散供养", "分散特困", "特困", "五保";
    }
);

impl AidCategory {
    /// Whether the household receives 低保 in any form.
    #[must_use]
    pub const fn is_dibao(self) -> bool {
        matches!(self, Self::Dibao | Self::DibaoRural | Self::DibaoUrban | Self::DibaoSingle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_codes_lead_back_to_the_value() {
        for class in ReviewClass::ALL {
            assert_eq!(ReviewClass::from_label(class.label()), Some(*class));
            assert_eq!(serde_json::to_string(class).unwrap(), format!("\"{}\"", class.code()));
        }
        for relation in Relation::ALL {
            assert_eq!(Relation::from_label(relation.label()), Some(*relation));
        }
        assert_eq!(ReviewClass::from_label("A"), Some(ReviewClass::A));
        assert_eq!(Relation::from_label("干女儿"), None);
        assert_eq!(Relation::ALL.first(), Some(&Relation::Oneself));
    }
}
