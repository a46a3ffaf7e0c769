//! Which household each row is: known, changed, new, or a second claim to somebody who is in already.

use std::collections::{BTreeSet, HashMap};

use ruhu_core::{
    household::{HouseholdRecord, IdNumber},
    ids::HouseholdId,
};

use super::{Accepted, ImportReport, ParsedHousehold, ParsedRoster, Rejected};

/// The household that a number belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Which.
    pub household: HouseholdId,
    /// Whether as its head.
    pub is_head: bool,
}

/// What the import asks of the store, inside the transaction that will keep its outcome.
pub trait HouseholdIdentity {
    /// The store's own errors.
    type Error;

    /// The active household that a number belongs to, spelled as it is given.
    ///
    /// # Errors
    /// The store's.
    fn owner(&self, id_no: &IdNumber) -> Result<Option<Owner>, Self::Error>;

    /// A household as it is kept.
    ///
    /// # Errors
    /// The store's.
    fn current(&self, household: &HouseholdId) -> Result<Option<HouseholdRecord>, Self::Error>;

    /// A fresh identifier that says nothing about the household.
    ///
    /// # Errors
    /// The store's.
    fn mint(&mut self) -> Result<HouseholdId, Self::Error>;
}

/// What an import comes to.
#[derive(Debug, Clone, Default)]
pub struct ImportOutcome {
    /// New households and new versions of known ones, to be kept. A member may have moved from one to another: the
    /// number then belongs to the household that lists it here.
    pub changed: Vec<HouseholdRecord>,
    /// How many known households are as they were.
    pub unchanged: usize,
    /// For the office.
    pub report: ImportReport,
}

/// Decides every row of a roster.
///
/// A household is known by its head's number. Where the head is a member of a known household whose former head has no
/// row of his own in the file, the head has changed. A number that another household holds, in the file or in the
/// store, is a duplicate and refuses the later row.
///
/// # Errors
/// The store's.
pub fn settle<I: HouseholdIdentity>(
    roster: ParsedRoster,
    identity: &mut I,
) -> Result<ImportOutcome, I::Error> {
    let ParsedRoster { households, mut rejected, warnings } = roster;
    let households = without_repeats(households, &mut rejected);
    let known = without_claimed(households, &mut rejected, identity)?;
    let mut outcome = ImportOutcome::default();
    for (household, target) in known {
        keep(&household, target, identity, &mut outcome)?;
    }
    rejected.sort_by_key(|fault| fault.row);
    outcome.report.rejected = rejected;
    outcome.report.warnings = warnings;
    outcome.report.warnings.sort_by_key(|warning| warning.row);
    Ok(outcome)
}

fn keep<I: HouseholdIdentity>(
    household: &ParsedHousehold,
    target: Option<HouseholdId>,
    identity: &mut I,
    outcome: &mut ImportOutcome,
) -> Result<(), I::Error> {
    let current = match &target {
        Some(id) => identity.current(id)?,
        None => None,
    };
    let id = match target {
        Some(id) => id,
        None => identity.mint()?,
    };
    let version = current.as_ref().map_or(1, |current| current.row.version);
    let Some(mut record) = household.to_record(id.clone(), version) else { return Ok(()) };
    outcome.report.accepted.push(Accepted {
        no: household.no,
        household_id: id,
        region: household.region.clone(),
    });
    match current {
        Some(current) if current == record => outcome.unchanged += 1,
        Some(_) => {
            record.row.version = version.saturating_add(1);
            outcome.changed.push(record);
        }
        None => outcome.changed.push(record),
    }
    Ok(())
}

/// Refuses rows that claim somebody whom an earlier row of the file has.
fn without_repeats(households: Vec<ParsedHousehold>, rejected: &mut Vec<Rejected>) -> Vec<ParsedHousehold> {
    let mut claimed: HashMap<IdNumber, u32> = HashMap::new();
    let mut kept = Vec::with_capacity(households.len());
    for household in households {
        let repeat = numbers(&household).find_map(|(at, id_no)| Some((at, *claimed.get(&id_no)?)));
        if let Some((at, row)) = repeat {
            let message = format!("{}身份证号码与第 {row} 行所在的户重复；请核对后只保留一户", who(at));
            rejected.push(duplicate(&household, at, message));
            continue;
        }
        claimed.extend(numbers(&household).map(|(_, id_no)| (id_no, household.row)));
        kept.push(household);
    }
    kept
}

/// Refuses rows that claim somebody of another household in the store, and says which household each of the others is.
fn without_claimed<I: HouseholdIdentity>(
    mut households: Vec<ParsedHousehold>,
    rejected: &mut Vec<Rejected>,
    identity: &I,
) -> Result<Vec<(ParsedHousehold, Option<HouseholdId>)>, I::Error> {
    let mut owners: HashMap<IdNumber, Owner> = HashMap::new();
    for (_, id_no) in households.iter().flat_map(numbers) {
        if let Some(owner) = owner(identity, &id_no)? {
            owners.insert(id_no, owner);
        }
    }
    // Refusing one row can make another's claim foreign, so look again until nothing changes.
    loop {
        let targets = targets(&households, &owners);
        let claims = foreign_claims(&households, &targets, &owners);
        if claims.iter().all(Option::is_none) {
            return Ok(households.into_iter().zip(targets).collect());
        }
        let mut kept = Vec::with_capacity(households.len());
        for (household, claim) in households.into_iter().zip(claims) {
            match claim {
                Some(at) => {
                    let message = format!("{}身份证号码已登记在另一在保户中；请核对是否重复享受", who(at));
                    rejected.push(duplicate(&household, at, message));
                }
                None => kept.push(household),
            }
        }
        households = kept;
    }
}

/// For each row, its first member who belongs to another household. A household that has its own row in the file has
/// let go of whom it no longer lists.
fn foreign_claims(
    households: &[ParsedHousehold],
    targets: &[Option<HouseholdId>],
    owners: &HashMap<IdNumber, Owner>,
) -> Vec<Option<usize>> {
    let updated: BTreeSet<&HouseholdId> = targets.iter().flatten().collect();
    let foreign = |id_no: &IdNumber, target: &Option<HouseholdId>| {
        owners.get(id_no).is_some_and(|owner| {
            Some(&owner.household) != target.as_ref() && !updated.contains(&owner.household)
        })
    };
    let first = |(household, target)| {
        numbers(household).find_map(|(at, id_no)| foreign(&id_no, target).then_some(at))
    };
    households.iter().zip(targets).map(first).collect()
}

/// The known household that each row is: first by heads, then by members who became heads.
fn targets(households: &[ParsedHousehold], owners: &HashMap<IdNumber, Owner>) -> Vec<Option<HouseholdId>> {
    let head_owner = |household: &ParsedHousehold| {
        numbers(household).next().filter(|(at, _)| *at == 0).and_then(|(_, id_no)| owners.get(&id_no))
    };
    let by_heads =
        households.iter().filter_map(|household| head_owner(household).filter(|owner| owner.is_head));
    let mut taken: BTreeSet<&HouseholdId> = by_heads.map(|owner| &owner.household).collect();
    households
        .iter()
        .map(|household| {
            let owner = head_owner(household)?;
            (owner.is_head || taken.insert(&owner.household)).then(|| owner.household.clone())
        })
        .collect()
}

/// Numbers of a household in their form of today, each with the place of its member; the head's is the first.
fn numbers(household: &ParsedHousehold) -> impl Iterator<Item = (usize, IdNumber)> {
    let members = household.members().iter().enumerate();
    members.filter_map(|(at, member)| Some((at, member.id_no.as_ref()?.to_18())))
}

/// Asks the store for every spelling that one person's number can have.
fn owner<I: HouseholdIdentity>(identity: &I, id_no: &IdNumber) -> Result<Option<Owner>, I::Error> {
    if let Some(owner) = identity.owner(id_no)? {
        return Ok(Some(owner));
    }
    id_no.to_15().map_or(Ok(None), |old| identity.owner(&old))
}

fn who(at: usize) -> &'static str {
    if at == 0 { "户主" } else { "家庭成员" }
}

fn duplicate(household: &ParsedHousehold, at: usize, message: String) -> Rejected {
    let (head, member) = &household.id_headings;
    Rejected {
        row: household.member_rows.get(at).copied().unwrap_or(household.row),
        no: household.no,
        column: if at == 0 { head } else { member }.clone(),
        code: "duplicate_household".to_owned(),
        message,
    }
}
