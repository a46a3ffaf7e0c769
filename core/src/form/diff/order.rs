//! Which things left their places.

/// Given the old places of things in their new order: the positions in that order of the fewest things that have to be
/// taken out so that the others stand as they stood.
pub(super) fn displaced(old_places: &[usize]) -> Vec<usize> {
    // Patience sorting: `tails[n]` is the position of the smallest end of an ascending run of n + 1 things.
    let place = |at: usize| old_places.get(at).copied().unwrap_or(usize::MAX);
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(old_places.len());
    for (at, old) in old_places.iter().enumerate() {
        let length = tails.partition_point(|tail| place(*tail) < *old);
        before.push(length.checked_sub(1).and_then(|last| tails.get(last)).copied());
        match tails.get_mut(length) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut stays = vec![false; old_places.len()];
    let mut here = tails.last().copied();
    while let Some(at) = here {
        if let Some(stay) = stays.get_mut(at) {
            *stay = true;
        }
        here = before.get(at).copied().flatten();
    }
    stays.iter().enumerate().filter(|(_, stays)| !**stays).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_things_are_said_to_have_moved() {
        for (places, moved) in [
            (&[][..], &[][..]),
            (&[0, 1, 2], &[]),
            (&[2, 0, 1], &[0]),
            (&[1, 2, 3, 0], &[3]),
            (&[0, 3, 1, 2, 4], &[1]),
            (&[4, 7, 9], &[]),
        ] {
            assert_eq!(displaced(places), moved, "{places:?}");
        }
        assert_eq!(displaced(&[2, 1, 0]).len(), 2);
    }
}
