//! Something that each lane has for itself, so that neither lane's work uses up the other's.

use lanegate_wire::Lane;

/// One value for each lane.
#[derive(Debug, Clone, Default)]
pub struct PerLane<T> {
    sales: T,
    partners: T,
}

impl<T> PerLane<T> {
    /// Makes one for each lane.
    pub fn new(make: impl Fn() -> T) -> Self {
        Self { sales: make(), partners: make() }
    }

    /// A lane's own.
    pub const fn of(&self, lane: Lane) -> &T {
        match lane {
            Lane::Sales => &self.sales,
            Lane::Partners => &self.partners,
        }
    }
}
