//! Who is asking: phones by bearer token, people by session.

mod caller;
mod password;
mod session;

pub use caller::DeviceCaller;
pub use password::{PasswordError, hash_password, verify_password};
pub use session::{
    SESSION_COOKIE, SESSION_LIFETIME_MS, SessionUser, bearer_cookie, close_session, open_session,
};
