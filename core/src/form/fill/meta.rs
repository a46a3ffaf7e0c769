//! What the phone notes by itself.

use super::{FormSession, filled::Filled};
use crate::form::{definition::Meta, expr::Expression};

impl FormSession {
    /// The value of such a question at this moment.
    pub(super) fn meta(&self, meta: Meta) -> String {
        match meta {
            Meta::Start | Meta::End => self.computed("now()"),
            Meta::Today => self.computed("today()"),
            Meta::DeviceId => self.filled.surroundings.device.clone(),
            Meta::Username => self.filled.surroundings.user.clone(),
            // The trail of a record says more than this file would.
            Meta::Audit => String::new(),
        }
    }

    /// What rules of the form would see: one moment is written one way.
    fn computed(&self, rule: &str) -> String {
        let rule = Expression::parse(rule).ok();
        rule.and_then(|rule| rule.evaluate_text(&self.filled, Filled::ROOT).ok()).unwrap_or_default()
    }
}
