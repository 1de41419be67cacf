//! Where the columns of `partner_master` stand that tell partners apart.

pub(crate) const FIRM: usize = 0;
pub(crate) const CONTACT: usize = 1;
pub(crate) const LINKEDIN: usize = 2;
pub(crate) const EMAIL: usize = 3;
pub(crate) const ID: usize = 8;
/// Every column: rows of one partner must agree wherever both state a value.
pub(crate) const ALL: [usize; 10] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
