//! Lane B, `partners`: fractional CFO partners and the meetings with them.
//!
//! Declares the lane's kinds. Knows nothing of the other lane.

mod keys;
mod partner_appointments;
mod partner_master;
mod places;
mod recognition;

pub use keys::KEY_RULES;
pub use partner_appointments::PARTNER_APPOINTMENTS;
pub use partner_master::PARTNER_MASTER;
