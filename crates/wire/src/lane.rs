//! The two lanes. They never touch each other, and neither touches the outreach pipeline.

use serde::{Deserialize, Serialize};

/// One of the two isolated lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Lane A: meetings already held, to be reactivated.
    Sales,
    /// Lane B: fractional CFO partners and the meetings with them.
    Partners,
}

impl Lane {
    /// Both lanes, in their usual order.
    pub const ALL: [Self; 2] = [Self::Sales, Self::Partners];

    /// The lane's name in routes, schemas and messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Partners => "partners",
        }
    }
}

impl std::fmt::Display for Lane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLane(String);

impl std::fmt::Display for UnknownLane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "there is no lane `{}`; the lanes are sales and partners", self.0)
    }
}

impl std::error::Error for UnknownLane {}

impl std::str::FromStr for Lane {
    type Err = UnknownLane;

    fn from_str(name: &str) -> Result<Self, UnknownLane> {
        Self::ALL.into_iter().find(|lane| lane.as_str() == name).ok_or_else(|| UnknownLane(name.to_owned()))
    }
}
