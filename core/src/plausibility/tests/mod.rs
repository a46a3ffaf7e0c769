//! Rules one by one, and what they make of honest and of dishonest campaigns.

mod dice;
mod households;
mod one_visit;
mod place_tests;
mod plant;
mod policy_tests;
mod rate_tests;
mod record_tests;
mod village;
mod world;
