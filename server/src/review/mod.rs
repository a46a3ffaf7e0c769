//! Review meetings (民主评议): which households are judged, and the pack that is handed out.

mod agenda;
mod content;
mod error;
mod press;
mod sheet;

pub use agenda::{Agenda, LeftOut, NewMeeting, create_meeting, propose_agenda};
pub use content::pack_content;
pub use error::ReviewError;
pub use press::make_pack;
