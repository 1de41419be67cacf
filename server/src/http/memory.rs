//! The memory that large request bodies take, of which each lane has its own. What a body needs while it is worked on is given
//! back before the call waits for its lane.

use lanegate_wire::Lane;
use tokio::sync::OwnedSemaphorePermit;

use crate::http::limits::Budget;
use crate::http::refusal::Refusal;
use crate::per_lane::PerLane;

/// For a lane's bodies that are being received, in KiB: their senders may be slow.
const RECEIVING: usize = 16 << 10;

/// For a lane's bodies, and what is made of them, until their calls are answered, in KiB.
const KEPT: usize = 48 << 10;

/// For a lane's bodies that are being read and checked, in KiB.
const WORKING: usize = 32 << 10;

/// How many times a body's size is kept at most: its rows with their keys, and once more on their way to the database.
const KEPT_TIMES: usize = 4;

/// The budgets of memory for large bodies.
#[derive(Debug, Clone)]
pub struct Memory {
    receiving: PerLane<Budget>,
    kept: PerLane<Budget>,
    working: PerLane<Budget>,
}

impl Default for Memory {
    fn default() -> Self {
        let budgets = |kib| PerLane::new(|| Budget::of(kib));
        Self { receiving: budgets(RECEIVING), kept: budgets(KEPT), working: budgets(WORKING) }
    }
}

/// Memory that a call keeps until it is answered.
#[derive(Debug)]
#[must_use = "it is given back when it is dropped"]
pub struct Kept(OwnedSemaphorePermit);

impl Memory {
    /// Waits until a lane may receive so many bytes.
    ///
    /// # Errors
    /// `server_busy` if that takes too long.
    pub async fn receive(&self, lane: Lane, bytes: usize) -> Result<OwnedSemaphorePermit, Refusal> {
        self.receiving.of(lane).take(kib(bytes, RECEIVING)).await
    }

    /// Waits until a lane may keep a body of so many bytes.
    ///
    /// # Errors
    /// `server_busy` if that takes too long.
    pub async fn keep(&self, lane: Lane, bytes: usize) -> Result<Kept, Refusal> {
        self.kept.of(lane).take(kib(bytes.saturating_mul(KEPT_TIMES), KEPT)).await.map(Kept)
    }

    /// Waits until a lane may make so many bytes of a body.
    ///
    /// # Errors
    /// `server_busy` if that takes too long.
    pub async fn work(&self, lane: Lane, bytes: usize) -> Result<OwnedSemaphorePermit, Refusal> {
        self.working.of(lane).take(kib(bytes, WORKING)).await
    }
}

impl Kept {
    /// Gives back what a body of so many bytes doesn't need.
    pub fn shrink(&mut self, bytes: usize) {
        let needed = kib(bytes.saturating_mul(KEPT_TIMES), KEPT) as usize;
        drop(self.0.split(self.0.num_permits().saturating_sub(needed)));
    }
}

/// Bytes in KiB, of which a call takes at most all that there are.
fn kib(bytes: usize, all: usize) -> u32 {
    u32::try_from(bytes.div_ceil(1 << 10).clamp(1, all)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_lane_that_keeps_all_of_its_memory_leaves_the_other_its_own() {
        let memory = Memory::default();
        let mut all = memory.keep(Lane::Sales, usize::MAX).await.unwrap();
        assert_eq!(memory.keep(Lane::Sales, 1).await.unwrap_err().problem().code, "server_busy");
        let _other = memory.keep(Lane::Partners, usize::MAX).await.unwrap();
        let _received = memory.receive(Lane::Sales, usize::MAX).await.unwrap();
        let _worked = memory.work(Lane::Sales, usize::MAX).await.unwrap();
        let _other = memory.work(Lane::Partners, usize::MAX).await.unwrap();
        all.shrink(1 << 20);
        let _next = memory.keep(Lane::Sales, 1 << 20).await.unwrap();
    }
}
