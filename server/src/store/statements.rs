//! The statements of each kind.
