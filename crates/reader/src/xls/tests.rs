//! Whole workbooks.
