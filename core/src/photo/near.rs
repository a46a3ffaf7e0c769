//! Which of a million pictures look like this one: every one within the distance asked for, and no other.
//!
//! Multi-index hashing (Norouzi, Punjani and Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", CVPR
//! 2012). Two prints that differ in few bits differ in very few bits of at least one of eight parts, so only those
//! rows are looked at whose part is one of the few neighbours of the part asked for. Nothing is estimated.

use std::collections::BTreeMap;

use super::print::{PhotoPrint, PrintBits};

/// Parts of a print, of [`PART_BITS`] bits each.
const PARTS: usize = 8;
const PART_BITS: usize = 16;
/// Values of one part.
const VALUES: usize = 1 << PART_BITS;
/// Largest change of a part that is looked up; further away, looking at every row costs less.
const MAX_PART_DISTANCE: usize = 3;
/// Rows that are not in the tables yet: at least this many, or one for eight that are.
const MIN_UNSORTED: usize = 4_096;

/// A picture that looks like the one asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearPhoto<Id> {
    /// In how many bits the two prints differ, of 128.
    pub distance: u32,
    /// Whether they are alike when one of them is mirrored.
    pub mirrored: bool,
    /// Under which name it was put in.
    pub id: Id,
}

/// Prints by what they look like. It holds about 60 bytes for a print.
///
/// ```
/// use ruhu_core::photo::{NearIndex, PhotoPrint};
/// let print: PhotoPrint = "0f".repeat(32).parse()?;
/// let mut index = NearIndex::new();
/// index.insert("the kitchen of May", print);
/// let found = index.near(&print.mirrored(), 10);
/// assert!(found[0].mirrored && found[0].distance == 0);
/// # Ok::<(), ruhu_core::photo::PrintError>(())
/// ```
#[derive(Debug, Clone)]
pub struct NearIndex<Id> {
    ids: Vec<Id>,
    /// A row for each frame of each picture: its print, and the place of its name.
    rows: Vec<PrintBits>,
    owners: Vec<u32>,
    /// One for each part, over the first rows; empty while there are few.
    tables: Vec<Table>,
    sorted: usize,
    /// Changes of a part, by the number of bits that they change.
    masks: Vec<u16>,
}

/// Rows in the order of one part of theirs.
#[derive(Debug, Clone)]
struct Table {
    /// Where in `rows` each value begins; one more entry than there are values.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl<Id> Default for NearIndex<Id> {
    fn default() -> Self {
        let mut masks: Vec<u16> = (0..=u16::MAX).filter(|mask| ones(*mask) <= MAX_PART_DISTANCE).collect();
        masks.sort_by_key(|mask| ones(*mask));
        Self { ids: Vec::new(), rows: Vec::new(), owners: Vec::new(), tables: Vec::new(), sorted: 0, masks }
    }
}

impl<Id: Copy + Ord> NearIndex<Id> {
    /// Without a picture.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of pictures.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Puts a picture in; the same name may come several times. Once in a while, and ever more rarely, the tables are
    /// made anew, which takes a tenth of a second with a million pictures.
    ///
    /// At most `u32::MAX` pictures; more are not found.
    pub fn insert(&mut self, id: Id, print: PhotoPrint) {
        let Ok(owner) = u32::try_from(self.ids.len()) else { return };
        self.ids.push(id);
        for bits in print.frames() {
            self.rows.push(bits);
            self.owners.push(owner);
        }
        if self.rows.len() - self.sorted > MIN_UNSORTED.max(self.sorted / 8) {
            self.tables = (0..PARTS).map(|part| Table::of(&self.rows, part)).collect();
            self.sorted = self.rows.len();
        }
    }

    /// Every picture whose print differs from this one, or from this one mirrored, in at most `max_distance` bits.
    /// The nearest come first; each name comes once.
    #[must_use]
    pub fn near(&self, print: &PhotoPrint, max_distance: u32) -> Vec<NearPhoto<Id>> {
        let mut best: BTreeMap<u32, (u32, bool)> = BTreeMap::new();
        for (print, mirrored) in [(*print, false), (print.mirrored(), true)] {
            for bits in print.frames() {
                self.rows_near(bits, max_distance, |row, distance| {
                    let Some(&owner) = self.owners.get(row) else { return };
                    let known = best.entry(owner).or_insert((distance, mirrored));
                    *known = (*known).min((distance, mirrored));
                });
            }
        }
        let named = best.into_iter().filter_map(|(owner, (distance, mirrored))| {
            let id = *self.ids.get(usize::try_from(owner).ok()?)?;
            Some(NearPhoto { distance, mirrored, id })
        });
        let mut found: Vec<_> = named.collect();
        found.sort_unstable_by_key(|near| (near.id, near.distance, near.mirrored));
        found.dedup_by_key(|near| near.id);
        found.sort_unstable();
        found
    }

    /// Calls `on_row` for every row within the distance, for some more than once.
    fn rows_near(&self, bits: PrintBits, max_distance: u32, mut on_row: impl FnMut(usize, u32)) {
        let mut look = |(row, known): (usize, &PrintBits)| {
            let differing = known ^ bits;
            // Of the wrong ones, half the bits are enough to tell nearly all.
            if lower_half(differing).count_ones() > max_distance {
                return;
            }
            let distance = differing.count_ones();
            if distance <= max_distance {
                on_row(row, distance);
            }
        };
        // With max_distance = 8 × each + more, some part differs in at most `each` bits; and if none of the first
        // `more` + 1 does, one of the others differs in fewer.
        let allowed = usize::try_from(max_distance).unwrap_or(usize::MAX);
        let (each, more) = (allowed / PARTS, allowed % PARTS);
        if self.tables.is_empty() || each > MAX_PART_DISTANCE {
            self.rows.iter().enumerate().for_each(look);
            return;
        }
        for (part, table) in self.tables.iter().enumerate() {
            let within = if part <= more { Some(each) } else { each.checked_sub(1) };
            let Some(within) = within else { continue };
            let value = part_of(bits, part);
            for mask in self.masks.iter().take_while(|mask| ones(**mask) <= within) {
                let rows = table.with(value ^ mask).iter().map(|&row| index(row));
                rows.filter_map(|row| Some((row, self.rows.get(row)?))).for_each(&mut look);
            }
        }
        self.rows.iter().enumerate().skip(self.sorted).for_each(look);
    }
}

impl Table {
    fn of(rows: &[PrintBits], part: usize) -> Self {
        let value = |row: &PrintBits| usize::from(part_of(*row, part));
        let mut starts = vec![0_u32; VALUES + 1];
        for row in rows {
            if let Some(count) = starts.get_mut(value(row) + 1) {
                *count += 1;
            }
        }
        let mut before = 0;
        for start in &mut starts {
            before += *start;
            *start = before;
        }
        let mut next = starts.clone();
        let mut sorted = vec![0_u32; rows.len()];
        for (at, row) in (0_u32..).zip(rows) {
            let Some(place) = next.get_mut(value(row)) else { continue };
            if let Some(slot) = sorted.get_mut(index(*place)) {
                *slot = at;
            }
            *place += 1;
        }
        Self { starts, rows: sorted }
    }

    fn with(&self, value: u16) -> &[u32] {
        let start = |value: usize| self.starts.get(value).copied().map(index).unwrap_or_default();
        let value = usize::from(value);
        self.rows.get(start(value)..start(value + 1)).unwrap_or_default()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lowest sixteen bits are meant")]
fn part_of(bits: PrintBits, part: usize) -> u16 {
    (bits >> (part * PART_BITS)) as u16
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
fn lower_half(bits: PrintBits) -> u64 {
    bits as u64
}

fn ones(mask: u16) -> usize {
    index(mask.count_ones())
}

fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[path = "near_tests.rs"]
mod tests;
