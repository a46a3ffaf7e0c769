use proptest::prelude::*;

use super::*;

/// Bits without pattern.
fn bits(seed: u64) -> u128 {
    let mut mixed = u128::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    for _ in 0..3 {
        mixed = (mixed ^ (mixed >> 61)).wrapping_mul(0xbf58_476d_1ce4_e5b9_94d0_49bb_1331_11eb);
    }
    mixed ^ (mixed >> 59)
}

fn print(whole: u128, inside: u128) -> PhotoPrint {
    format!("{whole:032x}{inside:032x}").parse().unwrap()
}

/// What an index must find, by looking at everything.
fn exhaustive(prints: &[PhotoPrint], asked: &PhotoPrint, max_distance: u32) -> Vec<NearPhoto<usize>> {
    let all = prints.iter().enumerate().filter_map(|(id, print)| {
        let plain = (asked.distance(print), false);
        let (distance, mirrored) = plain.min((asked.mirrored().distance(print), true));
        (distance <= max_distance).then_some(NearPhoto { distance, mirrored, id })
    });
    let mut found: Vec<_> = all.collect();
    found.sort_unstable();
    found
}

fn index_of(prints: &[PhotoPrint]) -> NearIndex<usize> {
    let mut index = NearIndex::new();
    prints.iter().enumerate().for_each(|(id, &print)| index.insert(id, print));
    index
}

#[test]
fn the_same_name_is_given_once_with_its_nearest_picture() {
    let mut index = NearIndex::new();
    let asked = print(bits(1), bits(1));
    index.insert("kitchen", print(bits(1) ^ 0b111, bits(1) ^ 0b111));
    index.insert("kitchen", asked.mirrored());
    index.insert("kitchen", print(bits(1) ^ 0b1, bits(1) ^ 0b1));
    assert_eq!(index.near(&asked, 5), [NearPhoto { distance: 0, mirrored: true, id: "kitchen" }]);
    assert_eq!(index.len(), 3);
}

#[test]
fn a_photo_of_a_screen_is_found_by_what_lies_inside_its_border() {
    let original = print(bits(5), bits(5));
    let screen = print(bits(6), bits(5) ^ 0b1001);
    let found = |put_in: PhotoPrint, asked: PhotoPrint| index_of(&[put_in]).near(&asked, 4);
    assert_eq!(found(original, screen).len(), 1);
    assert_eq!(found(screen, original), [NearPhoto { distance: 2, mirrored: false, id: 0 }]);
}

#[test]
fn an_empty_index_finds_nothing() {
    let index = NearIndex::<u32>::new();
    assert!(index.is_empty());
    assert_eq!(index.near(&print(0, 0), 128), []);
}

#[test]
fn a_thousand_black_pictures_are_all_found() {
    let prints = vec![print(0, 0); 6_000];
    assert_eq!(index_of(&prints).near(&print(1, 1), 1).len(), 6_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// With tables and a remainder that is not in them yet; the flips put prints at every distance from the one asked for.
    #[test]
    fn nothing_within_the_distance_is_missed_and_nothing_else_is_found(
        seed in any::<u32>(),
        count in prop::sample::select(vec![40_usize, 4_200, 5_500]),
        flips in proptest::collection::vec((0_usize..40, proptest::collection::vec(0_u32..128, 0..45)), 0..60),
        max_distance in 0_u32..48,
    ) {
        let asked = print(bits(u64::from(seed)), bits(u64::from(seed) + 1));
        let mut prints: Vec<PhotoPrint> =
            (0..count as u64).map(|at| print(bits(at * 7 + 3), bits(at * 7 + 3 + at % 2))).collect();
        for (at, flipped) in flips {
            let near = flipped.iter().fold(bits(u64::from(seed)), |bits, at| bits ^ (1 << at));
            let place = at * count / 40;
            prints[place] = if at % 2 == 0 { print(near, near) } else { print(bits(9), near).mirrored() };
        }
        prop_assert_eq!(index_of(&prints).near(&asked, max_distance), exhaustive(&prints, &asked, max_distance));
    }
}
