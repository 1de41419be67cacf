//! What a transaction works on: one lane's tables, or those that say who may use the server.

use lanegate_wire::Lane;

/// A part of the database with a role, a schema and a lock of its own. No transaction sees two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// A lane.
    Lane(Lane),
    /// Accounts, sessions and tokens.
    Access,
}

impl Area {
    /// All areas, in the order in which somebody who needs several locks takes them.
    pub(super) const ALL: [Self; 3] = [Self::Lane(Lane::Sales), Self::Lane(Lane::Partners), Self::Access];

    /// The schema that its statements find first.
    pub(super) const fn schema(self) -> &'static str {
        match self {
            Self::Lane(lane) => lane.as_str(),
            Self::Access => "access",
        }
    }

    /// The second half of its advisory lock.
    pub(super) const fn lock_number(self) -> i32 {
        match self {
            Self::Lane(Lane::Sales) => 1,
            Self::Lane(Lane::Partners) => 2,
            Self::Access => 3,
        }
    }
}

impl From<Lane> for Area {
    fn from(lane: Lane) -> Self {
        Self::Lane(lane)
    }
}

impl std::fmt::Display for Area {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.schema())
    }
}
