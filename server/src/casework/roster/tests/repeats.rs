//! The same file again changes nothing; a changed one changes what it says.

use proptest::prelude::*;

use super::{
    book::{Book, Home, Typed, home, id_no},
    import,
    memory::Memory,
};

fn homes(numbers: std::ops::Range<u32>) -> Vec<Home> {
    numbers.map(home).collect()
}

#[test]
fn a_changed_row_raises_the_version_of_its_household_alone() {
    let mut memory = Memory::default();
    let first = import(&Book::new().homes(&homes(1..5)).bytes(), &mut memory);
    let mut changed = homes(1..5);
    changed[2].amount = Typed::Number(999.0);
    let second = import(&Book::new().homes(&changed).bytes(), &mut memory);
    assert_eq!(second.report.accepted, first.report.accepted);
    assert_eq!((second.changed.len(), second.unchanged), (1, 3));
    assert_eq!((second.changed[0].row.version, second.changed[0].row.monthly_grant.0), (2, 99_900));
}

#[test]
fn the_old_and_the_new_number_of_a_head_are_one_household() {
    let mut memory = Memory::default();
    let mut with_old = home(1);
    with_old.id_no = "110105491231002".into();
    let first = import(&Book::new().home(&with_old).bytes(), &mut memory);
    let mut with_new = home(1);
    with_new.id_no = "11010519491231002X".into();
    let second = import(&Book::new().home(&with_new).bytes(), &mut memory);
    assert_eq!(second.report.accepted, first.report.accepted);
    assert_eq!(memory.households.len(), 1);
    let third = import(&Book::new().home(&with_old).bytes(), &mut memory);
    assert_eq!(third.report.accepted, first.report.accepted);
}

#[test]
fn a_member_who_became_head_keeps_the_household() {
    let mut memory = Memory::default();
    let first = import(&Book::new().home(&home(1)).bytes(), &mut memory);
    let mut widow = home(1);
    widow.name = "李桂花".into();
    widow.id_no = widow.members[0].2.clone();
    widow.members.clear();
    (widow.count, widow.insured) = (Typed::Number(1.0), Typed::Number(1.0));
    let second = import(&Book::new().home(&widow).bytes(), &mut memory);
    assert_eq!(second.report.accepted[0].household_id, first.report.accepted[0].household_id);
    assert_eq!(second.changed[0].row.version, 2);
}

#[test]
fn a_member_who_moved_out_is_a_household_of_his_own() {
    let mut memory = Memory::default();
    import(&Book::new().home(&home(1)).bytes(), &mut memory);
    let mut left = home(1);
    left.members.clear();
    (left.count, left.insured) = (Typed::Number(1.0), Typed::Number(1.0));
    let mut own = home(2);
    own.id_no = Typed::Text(id_no(3));
    let report = import(&Book::new().homes(&[own, left]).bytes(), &mut memory).report;
    assert_eq!(report.accepted.len(), 2);
    assert!(report.rejected.is_empty(), "{report:?}");
    assert_eq!(memory.households.len(), 2);
}

#[test]
fn somebody_of_another_active_household_is_a_duplicate() {
    let mut memory = Memory::default();
    import(&Book::new().home(&home(1)).bytes(), &mut memory);
    let mut claims_member = home(2);
    claims_member.members[0].2 = Typed::Text(id_no(3));
    let report = import(&Book::new().home(&claims_member).bytes(), &mut memory).report;
    assert_eq!(report.rejected[0].code, "duplicate_household");
    assert_eq!(report.rejected[0].column, "家庭成员身份证号码");
    let mut claims_head = home(2);
    claims_head.members[0].2 = Typed::Text(id_no(2));
    let report = import(&Book::new().home(&claims_head).bytes(), &mut memory).report;
    assert_eq!(report.rejected[0].code, "duplicate_household");
    assert_eq!(memory.households.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_same_file_twice_changes_nothing(
        order in Just((1_u32..12).collect::<Vec<u32>>()).prop_shuffle(),
        faulty in proptest::collection::vec(any::<bool>(), 12),
        heads in proptest::collection::vec(0_u32..40, 12),
    ) {
        let households: Vec<Home> = order
            .iter()
            .map(|n| {
                let at = usize::try_from(*n).unwrap();
                let mut one = home(*n);
                // Some rows claim numbers of others, some are faulty.
                if faulty[at] { one.amount = Typed::Number(-1.0) }
                if heads[at] < 12 { one.members[0].2 = Typed::Text(id_no(heads[at])) }
                one
            })
            .collect();
        let bytes = Book::new().homes(&households).bytes();
        let mut memory = Memory::default();
        let first = import(&bytes, &mut memory);
        let second = import(&bytes, &mut memory);
        prop_assert!(second.changed.is_empty());
        prop_assert_eq!(second.unchanged, first.report.accepted.len());
        prop_assert_eq!(second.report, first.report);
    }
}
