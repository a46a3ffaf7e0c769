use super::*;
use crate::{
    capture::test_phone::{EPOCH, TestPhone, assignment, household, id_no, item, name, row},
    wire::{FeedKind, UnassignedBody},
};

fn found(phone: &TestPhone, query: &str) -> Vec<usize> {
    let items = phone.session().search(query, 100).unwrap();
    items.iter().map(|item| item.household.as_str()[1..].parse().unwrap()).collect()
}

#[test]
fn the_roster_is_paged_in_the_order_of_the_village() {
    let phone = TestPhone::with_roster(120);
    let first = phone.session().roster(0).unwrap();
    assert_eq!((first.total, first.items.len()), (120, PAGE_LINES as usize));
    let mut groups: Vec<_> = (0..3)
        .flat_map(|page| phone.session().roster(page).unwrap().items)
        .map(|item| item.group_name)
        .collect();
    assert_eq!(groups.len(), 120);
    assert!(groups.is_sorted());
    groups.dedup();
    assert_eq!(groups.len(), 9);
    assert!(phone.session().roster(u32::MAX).unwrap().items.is_empty());
}

#[test]
fn a_household_is_found_by_name_initials_group_number_and_place() {
    let phone = TestPhone::with_roster(40);
    assert!(found(&phone, "张小明").iter().all(|number| number % 4 == 0));
    assert_eq!(found(&phone, "小明").len(), 10);
    assert_eq!(found(&phone, "zxm"), found(&phone, "张小明"));
    assert_eq!(found(&phone, "ZXM").len(), 10, "capitals too");
    assert_eq!(found(&phone, "sxx").len(), 10, "单 as Shan");
    assert_eq!(found(&phone, "dxx").len(), 10, "单 as Dan");
    assert_eq!(found(&phone, "王桂花").len(), 40, "by a member");
    assert!(found(&phone, "3组").iter().all(|number| number % 9 + 1 == 3));
    assert_eq!(found(&phone, "3"), found(&phone, "3组"));
    assert_eq!(found(&phone, "\u{ff13}组"), found(&phone, "3组"), "a full-width keyboard");
    assert_eq!(found(&phone, "张小明 5组"), [4, 40], "every word has to fit");
    assert_eq!(found(&phone, "仙山村").len(), 40);
    assert_eq!(found(&phone, "组37号"), [37]);
    assert!(found(&phone, "没有此人").is_empty());
    assert!(found(&phone, "").is_empty());
    assert!(found(&phone, &"长".repeat(10_000)).is_empty());
    assert_eq!(phone.session().search("仙山村", 7).unwrap().len(), 7);
    assert!(phone.session().search("仙山村", 0).unwrap().is_empty());
}

#[test]
fn part_of_an_identity_number_finds_its_household() {
    let phone = TestPhone::with_roster(40);
    let number = id_no(23);
    assert_eq!(found(&phone, number.full()), [23]);
    assert!(found(&phone, &number.full()[12..]).contains(&23));
    assert_eq!(found(&phone, &number.full()[12..].to_lowercase()), found(&phone, &number.full()[12..]));
}

#[test]
fn heads_come_before_members_and_whole_names_before_parts() {
    let phone = TestPhone::with_roster(4);
    let mut other = row(9);
    other.head_name = name("王桂花");
    other.members.clear();
    phone.session().store().take_in(EPOCH, &[assignment(20, 1, other)], (20, false)).unwrap();
    assert_eq!(found(&phone, "王桂花").first(), Some(&9));
    assert_eq!(found(&phone, "wgh").first(), Some(&9));
}

#[test]
fn search_follows_the_roster() {
    let phone = TestPhone::with_roster(4);
    assert_eq!(found(&phone, "张小明"), [4]);
    let mut renamed = row(4);
    renamed.head_name = name("赵铁柱");
    renamed.version = 2;
    let gone = UnassignedBody { household: household(1), epoch: 1 };
    let items = [assignment(20, 2, renamed), item(21, FeedKind::Unassigned, &gone)];
    phone.session().store().take_in(EPOCH, &items, (21, false)).unwrap();
    assert_eq!(found(&phone, "ztz"), [4]);
    assert_eq!(found(&phone, "李秀英"), Vec::<usize>::new());
    assert_eq!(phone.session().household(&household(1)).unwrap(), None, "nothing here needs it any more");
    assert_eq!(phone.session().roster(0).unwrap().total, 3);
}

#[test]
fn after_a_reset_only_what_the_server_still_assigns_stays() {
    let phone = TestPhone::with_roster(4);
    let kept = phone.sealed_visit(2);
    let store = phone.session().store();
    store.write(|w| w.reset_feed(Some(EPOCH))).unwrap();
    assert_eq!(phone.session().roster(0).unwrap().total, 4, "until the feed has been read to its end");
    store.take_in(EPOCH, &[assignment(1, 1, row(1))], (1, true)).unwrap();
    assert_eq!(phone.session().roster(0).unwrap().total, 4);
    store.take_in(EPOCH, &[assignment(2, 1, row(3))], (2, false)).unwrap();
    assert_eq!(phone.session().roster(0).unwrap().total, 2);
    assert!(phone.session().record(&kept).is_ok(), "records are never forgotten");
}

#[test]
fn lists_searches_and_saves_go_on_while_the_roster_changes() {
    let phone = TestPhone::with_roster(50);
    let session = phone.session();
    let draft = phone.start_visit(1);
    std::thread::scope(|scope| {
        scope.spawn(|| (0..60).for_each(|_| drop(session.roster(0).unwrap())));
        scope.spawn(|| (0..60).for_each(|_| drop(session.search("张小明", 20).unwrap())));
        scope.spawn(|| {
            (0..60).for_each(|_| session.attach_fix(draft, crate::capture::test_phone::fix()).unwrap());
        });
        for number in 51..=110 {
            let cursor = number as u64 + 1;
            session.store().take_in(EPOCH, &[assignment(cursor, 1, row(number))], (cursor, false)).unwrap();
        }
    });
    assert_eq!(session.roster(0).unwrap().total, 110);
    assert_eq!(found(&phone, "王桂花").len(), 100, "as many as were asked for");
}
