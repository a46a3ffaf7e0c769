//! Cases with the clause that asks for each.

use jiff::civil::date;

use super::village::{earned, holding, household, person, plain, policy, spent};
use crate::{
    assessment::{
        Change, Circumstances, Facts, Holding, IncomeClass, IncomeItem, Labour, MemberReason, Months,
        Obligor, Obstacle, People, Person, Policy, PropertyKind, Source, SpendingKind, Whereabouts, assess,
        member_reason, shipped,
    },
    household::{Relation, ReviewClass},
    money::Fen,
};

const STANDARD: &str = "[standard]\nyuan = \"3600\"\nper = \"year\"\nsource = \"s\"\n";

fn grant(facts: &Facts, policy: &Policy) -> String {
    Fen::from_yuan(assess(facts, policy).grant.amount).unwrap().to_string()
}

fn with_income(members: u32, yuan: i64) -> Facts {
    Facts { income: vec![earned(IncomeClass::Wage, yuan)], ..household(members) }
}

/// 民发〔2012〕220号 Art. 27, 57号 Art. 23: (标准 − 人均收入) × 人数.
#[test]
fn the_grant_is_what_is_missing_to_the_standard() {
    assert_eq!(grant(&household(3), &plain("3600", "year")), "900.00");
    assert_eq!(grant(&with_income(3, 5_400), &plain("3600", "year")), "450.00");
    assert_eq!(grant(&with_income(2, 600), &plain("480", "month")), "910.00");
}

/// One deployed system: the year's value counts, summed first, rounded once to the fen.
#[test]
fn a_year_that_does_not_divide_by_twelve_is_rounded_once() {
    let of = shipped().unwrap().into_iter().find(|policy| policy.name == "historical-rural-4310").unwrap();
    assert_eq!(grant(&household(1), &of), "359.17");
    assert_eq!(grant(&household(3), &of), "1077.50", "not three times 359.17");
}

/// 57号 Art. 4: 低于当地最低生活保障标准. Exactly at the standard is not below it.
#[test]
fn income_at_the_standard_is_not_below_it() {
    let policy = plain("3600", "year");
    let at = with_income(2, 7_200);
    let at_standard = assess(&at, &policy);
    assert_eq!(at_standard.obstacles, [Obstacle::Income]);
    assert_eq!(at_standard.change, Change::Refuse);
    assert!(at_standard.grant.amount.is_zero());
    let mut below = at.clone();
    below.income[0].amount = Fen(719_999);
    let below_standard = assess(&below, &policy);
    assert_eq!(below_standard.obstacles, []);
    assert_eq!(below_standard.change, Change::Add);
}

/// 57号 Art. 7.
#[test]
fn who_counts_as_a_member_and_why() {
    let reason = |change: &dyn Fn(&mut Person), relation, age| {
        let mut one = person(relation, age);
        change(&mut one);
        member_reason(&one)
    };
    let elsewhere = |one: &mut Person| one.whereabouts = Whereabouts::Elsewhere;
    let cases = [
        (reason(&|_| (), Relation::Oneself, 60), MemberReason::Applicant),
        (reason(&elsewhere, Relation::Spouse, 58), MemberReason::Spouse),
        (reason(&elsewhere, Relation::Daughter, 17), MemberReason::MinorChild),
        (reason(&|_| (), Relation::Son, 18), MemberReason::LivesTogether),
        (reason(&elsewhere, Relation::Son, 30), MemberReason::LivesElsewhere),
        (
            reason(
                &|one| {
                    elsewhere(one);
                    one.studies = true;
                },
                Relation::Son,
                20,
            ),
            MemberReason::StudyingAdultChild,
        ),
        (
            reason(
                &|one| {
                    elsewhere(one);
                    one.labour = Some(Labour::Lost);
                },
                Relation::Son,
                40,
            ),
            MemberReason::DependentAdultChild,
        ),
        (reason(&|_| (), Relation::Mother, 80), MemberReason::LivesTogether),
        (reason(&elsewhere, Relation::Mother, 80), MemberReason::LivesElsewhere),
        (reason(&|_| (), Relation::Other, 40), MemberReason::NoDuty),
        (reason(&|one| one.whereabouts = Whereabouts::Prison, Relation::Spouse, 40), MemberReason::Prison),
        (reason(&|one| one.whereabouts = Whereabouts::Detox, Relation::Son, 17), MemberReason::Detox),
        (reason(&|one| one.whereabouts = Whereabouts::Missing, Relation::Oneself, 40), MemberReason::Missing),
        (reason(&|one| one.whereabouts = Whereabouts::Clergy, Relation::Son, 30), MemberReason::Clergy),
        (
            reason(&|one| one.whereabouts = Whereabouts::Deceased, Relation::Spouse, 70),
            MemberReason::Deceased,
        ),
    ];
    for (number, (found, expected)) in cases.into_iter().enumerate() {
        assert_eq!(found, expected, "case {number}");
    }
}

/// Data dictionary: 保障人数 ≤ 共同生活人数; the grant is for the insured, income is shared by all.
#[test]
fn members_who_are_not_insured_share_the_income_and_get_no_grant() {
    let mut all =
        vec![person(Relation::Oneself, 60), person(Relation::Spouse, 58), person(Relation::Son, 30)];
    all[2].insured = Some(false);
    let facts = Facts { people: People::Listed(all), ..with_income(0, 5_400) };
    let (facts, policy) = (facts, plain("3600", "year"));
    let assessed = assess(&facts, &policy);
    assert_eq!((assessed.members.shown(), assessed.insured.shown()), ("3 人".into(), "2 人".into()));
    assert_eq!(assessed.grant.shown(), "300.00 元/月");
}

/// Domain 3: declared, verified, observed, proof. Policy says which one counts.
#[test]
fn of_several_sources_the_policy_says_which_counts() {
    let said = |source, yuan| IncomeItem { source, ..earned(IncomeClass::Wage, yuan) };
    let facts = Facts {
        income: vec![
            said(Source::Observed, 3_000),
            said(Source::Verified, 2_000),
            said(Source::Declared, 100),
        ],
        ..household(1)
    };
    let in_order = "[income]\ntrust = \"in_order\"\nsources = [\"verified\", \"observed\"]\n";
    assert_eq!(grant(&facts, &plain("3600", "year")), "50.00", "the highest");
    assert_eq!(grant(&facts, &policy(&format!("{in_order}{STANDARD}"))), "133.33");
}

/// 57号 Art. 13: 优待抚恤金 and others are not counted.
#[test]
fn disregarded_income_is_named_and_not_counted() {
    let pension = IncomeItem { disregard: Some("veteran".into()), ..earned(IncomeClass::Transfer, 3_000) };
    let facts = Facts { income: vec![pension], ..household(1) };
    let rule = "[[income.disregard]]\ncode = \"veteran\"\nlabel = \"优待抚恤金\"\nsource = \"57号\"\n";
    let policy = policy(&format!("{rule}{STANDARD}"));
    let assessed = assess(&facts, &policy);
    assert_eq!(assessed.grant.shown(), "300.00 元/月");
    assert_eq!(assessed.disregarded[0].label, "优待抚恤金");
    assert_eq!(grant(&facts, &plain("3600", "year")), "50.00", "a policy that does not know it counts it");
}

/// 浙江省社会救助条例 Art. 50: up to three times the standard a month.
#[test]
fn income_of_a_new_job_is_left_out_up_to_its_limit() {
    let job = IncomeItem { disregard: Some("new_job".into()), ..earned(IncomeClass::Wage, 12_000) };
    let facts = Facts { income: vec![job], ..household(1) };
    let rule = "[[income.disregard]]\ncode = \"new_job\"\nlabel = \"新就业\"\nmost_standards_a_month = 3\nsource = \"z\"\n";
    assert_eq!(grant(&facts, &policy(&format!("{rule}{STANDARD}"))), "200.00", "1200 of 12000 are left");
}

/// 重庆市条例 Art. 12: the month before for wages, twelve months for farming.
#[test]
fn a_class_is_counted_over_its_own_months() {
    let window = "[[income.window]]\nclass = \"wage\"\nmonths = 1\nsource = \"c\"\n";
    let policy = policy(&format!("{window}{STANDARD}"));
    let last_month = Months::ending(super::village::until(), 1);
    let wage = IncomeItem { months: last_month, ..earned(IncomeClass::Wage, 100) };
    let harvest = earned(IncomeClass::Business, 1_200);
    let facts = Facts { income: vec![wage.clone(), harvest], ..household(1) };
    assert_eq!(grant(&facts, &policy), "100.00", "100 a month and 1200 a year");
    let before = IncomeItem { months: Months::ending(super::village::until().minus(1), 1), ..wage };
    let earlier = Facts { income: vec![before], ..household(1) };
    assert_eq!(grant(&earlier, &policy), "300.00", "what was earned before the window does not count");
}

/// 57号 Art. 13: rigid expenditure and the cost of work may be deducted.
#[test]
fn deductions_have_a_part_and_a_limit_and_never_make_income_negative() {
    let rules = "[[deduction]]\nof = \"medical\"\nlabel = \"医疗\"\npart = \"0.5\"\nmost_yuan_a_year = 1000\nsource = \"s\"\n\
                 [[deduction]]\nof = \"wage\"\nlabel = \"就业成本\"\npart = \"0.2\"\nsource = \"s\"\n";
    let policy = policy(&format!("{rules}{STANDARD}"));
    let ill = |yuan, medical| Facts {
        spending: vec![spent(SpendingKind::Medical, medical), spent(SpendingKind::Education, 9_000)],
        ..with_income(1, yuan)
    };
    assert_eq!(grant(&ill(3_000, 800), &policy), "133.33", "3000 - 400 - 600");
    assert_eq!(grant(&ill(3_000, 9_000), &policy), "183.33", "3000 - 1000 - 600");
    assert_eq!(grant(&ill(500, 9_000), &policy), "300.00");
}

/// 57号 Art. 14; the exemption of a disabled person's vehicle is 220号's.
#[test]
fn property_above_a_limit_ends_the_entitlement_whatever_the_income() {
    let rules = "[[property]]\nkinds = [\"deposit\", \"cash\"]\nlabel = \"存款\"\nmost_months_of_standard = 24\nsource = \"s\"\n\
                 [[property]]\nkinds = [\"vehicle\"]\nlabel = \"机动车\"\nmost_pieces = 0\nsource = \"s\"\n\
                 [[exemption]]\ncode = \"disabled_vehicle\"\nlabel = \"残疾人代步车\"\nsource = \"s\"\n";
    let policy = policy(&format!("{rules}{STANDARD}"));
    let deposit = |yuan: i64| holding(PropertyKind::Deposit, Holding::Value(Fen(yuan * 100)));
    let has = |property| Facts { property, ..household(2) };
    assert_eq!(assess(&has(vec![deposit(14_400)]), &policy).obstacles, [], "2 members, 24 months");
    assert_eq!(
        assess(
            &has(vec![deposit(14_000), holding(PropertyKind::Cash, Holding::Value(Fen(40_001)))]),
            &policy
        )
        .obstacles,
        [Obstacle::Property]
    );
    let mut car = holding(PropertyKind::Vehicle, Holding::Pieces(1));
    assert_eq!(assess(&has(vec![car.clone()]), &policy).obstacles, [Obstacle::Property]);
    car.exemption = Some("disabled_vehicle".into());
    let facts = has(vec![car]);
    let assessed = assess(&facts, &policy);
    assert_eq!(assessed.obstacles, []);
    assert_eq!(assessed.disregarded[0].label, "残疾人代步车");
}

#[test]
fn able_children_are_taken_to_pay_their_part() {
    let rule = "[support]\npart_of_standard = \"0.5\"\nsource = \"s\"\n";
    let policy = policy(&format!("{rule}{STANDARD}"));
    let pays =
        |able, yuan: i64| Obligor { able, paid: Fen(yuan * 100), evidence: super::village::evidence() };
    let of = |obligors| grant(&Facts { obligors, ..household(1) }, &policy);
    assert_eq!(of(vec![pays(true, 600)]), "200.00", "1200 beyond what is paid");
    assert_eq!(of(vec![pays(true, 5_000)]), "300.00", "what they pay is in the transfers already");
    assert_eq!(of(vec![pays(false, 0)]), "300.00");
}

/// 57号 Art. 23, 社会救助法 Art. 18: tiered amounts.
#[test]
fn tiers_pay_by_how_far_the_income_is_below_the_standard() {
    let rules = "[grant]\nmethod = \"tiers\"\nsource = \"s\"\n\
                 [[grant.tier]]\nlabel = \"一档\"\nbelow_part_of_standard = \"0.5\"\nyuan_a_month = 300\n\
                 [[grant.tier]]\nlabel = \"二档\"\nbelow_part_of_standard = \"1\"\nyuan_a_month = 150\n";
    let policy = policy(&format!("{STANDARD}{rules}"));
    assert_eq!(grant(&with_income(2, 3_599), &policy), "600.00");
    assert_eq!(grant(&with_income(2, 3_600), &policy), "300.00");
    assert_eq!(grant(&with_income(2, 7_200), &policy), "0.00");
}

/// One deployed system: 分类施保 is a separate add-on.
#[test]
fn a_member_of_several_groups_gets_the_largest_top_up() {
    let rules = "[[topup]]\ngroup = \"elderly\"\nlabel = \"老人\"\nfrom_age = 70\npart_of_standard = \"0.1\"\nsource = \"s\"\n\
                 [[topup]]\ngroup = \"severe_disability\"\nlabel = \"重残\"\npart_of_standard = \"0.25\"\nsource = \"s\"\n";
    let policy = policy(&format!("{STANDARD}{rules}"));
    let mut head = person(Relation::Oneself, 70);
    let of =
        |head: &Person| grant(&Facts { people: People::Listed(vec![head.clone()]), ..household(1) }, &policy);
    assert_eq!(of(&head), "330.00");
    head.disability_grade = Some(2);
    assert_eq!(of(&head), "375.00");
    head.disability_grade = Some(3);
    head.age = Some(69);
    assert_eq!(of(&head), "300.00");
}

/// The statistics' rows: 正常退出、举报查实、错保、其他; 提标、降标; 新增.
#[test]
fn every_exit_and_adjustment_has_its_own_name() {
    let policy =
        policy(&format!("{STANDARD}[grace]\nmost_months = 6\nup_to_standards = \"1.5\"\nsource = \"n\"\n"));
    let change = |facts: Facts| assess(&facts, &policy).change;
    let now = |yuan: i64, facts: Facts| Facts { grant_now: Some(Fen(yuan * 100)), ..facts };
    let because = |circumstances, facts| Facts { circumstances, ..now(300, facts) };
    let rich = with_income(1, 9_000);
    let reported = Circumstances { reported: true, ..Circumstances::default() };
    let untrue = Circumstances { declared_untruly: true, ..Circumstances::default() };
    let gone = Circumstances { gone: true, ..Circumstances::default() };
    let unclear = Circumstances { unverifiable: true, ..Circumstances::default() };
    assert_eq!(change(household(1)), Change::Add);
    assert_eq!(change(rich.clone()), Change::Refuse);
    assert_eq!(change(now(300, household(1))), Change::Keep);
    assert_eq!(change(now(299, household(1))), Change::Raise);
    assert_eq!(change(now(301, household(1))), Change::Lower);
    assert_eq!(change(now(300, rich.clone())), Change::ExitNormal);
    assert_eq!(change(now(300, with_income(1, 5_400))), Change::Grace, "up to 1.5 times the standard");
    assert_eq!(change(because(reported, rich.clone())), Change::ExitReported);
    assert_eq!(change(because(untrue, rich.clone())), Change::ExitWrong);
    assert_eq!(change(because(gone, household(1))), Change::ExitOther);
    assert_eq!(change(now(300, household(0))), Change::ExitOther);
    assert_eq!(change(because(unclear, household(1))), Change::Recheck);
    assert!(Change::Lower.must_be_heard() && !Change::Raise.must_be_heard(), "社会救助法 Art. 48");
}

/// 57号 Art. 31: no change of the household, no change of the amount.
#[test]
fn a_difference_within_the_policys_margin_changes_nothing() {
    let policy = policy(&format!(
        "{STANDARD}[grant]\nmethod = \"difference\"\nkeep_within_yuan = 5\nsource = \"s\"\n"
    ));
    let now = |yuan: i64| Facts { grant_now: Some(Fen(yuan * 100)), ..household(1) };
    assert_eq!(assess(&now(296), &policy).change, Change::Keep);
    assert_eq!(assess(&now(295), &policy).change, Change::Raise);
}

/// 57号 Art. 31 and the seed's 常补/非常补.
#[test]
fn the_next_review_is_due_after_the_months_of_the_class() {
    let policies = shipped().unwrap();
    let due = |class, policy: &str| {
        let facts = Facts { review_class: Some(class), reviewed: Some(date(2026, 8, 31)), ..household(1) };
        let policy = policies.iter().find(|known| known.name == policy).unwrap();
        assess(&facts, policy).next_review.and_then(|next| next.due)
    };
    assert_eq!(due(ReviewClass::A, "example-2026-rural"), Some(date(2027, 8, 31)));
    assert_eq!(due(ReviewClass::B, "example-2026-rural"), Some(date(2027, 2, 28)));
    assert_eq!(due(ReviewClass::C, "example-2026-rural"), Some(date(2026, 11, 30)));
    assert_eq!(due(ReviewClass::NonStanding, "historical-2008-urban"), Some(date(2027, 2, 28)));
    assert_eq!(due(ReviewClass::A, "historical-2008-urban"), None, "a class that the policy does not know");
}
