//! What the fuzz targets found.

use super::fixture;
use crate::form::expr::{Expression, World};

/// The value as it is, not as it compares: 0.1 is not 0.1 where one of them is a float.
fn value(text: &str) -> String {
    let world = fixture::world();
    format!("{:?}", Expression::parse(text).unwrap().evaluate(&world, world.root()).unwrap())
}

#[test]
fn numbers_beyond_decimals_keep_their_value_when_they_are_printed() {
    for text in [
        ".00000000000000000050000000000000000000005",
        "10000000000000000000000000000.00000000001",
        "0.10000000000000000000000000000000000001",
        "123456789012345678901234567890123456789",
    ] {
        let printed = Expression::parse(text).unwrap().text().to_owned();
        assert_eq!(value(&printed), value(text), "{text} printed as {printed}");
        assert_eq!(Expression::parse(&printed).unwrap().text(), printed);
    }
}
