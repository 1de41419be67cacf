//! Where the columns of `partner_master` stand that tell partners apart.

pub(crate) const FIRM: usize = 0;
pub(crate) const CONTACT: usize = 1;
pub(crate) const LINKEDIN: usize = 2;
pub(crate) const EMAIL: usize = 3;
pub(crate) const STATUS: usize = 7;
pub(crate) const ID: usize = 8;
