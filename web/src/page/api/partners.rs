//! Partners, for checks that are made without the server.

use lanegate_wire::{PartnerReference, Problem};
use uuid::Uuid;

use super::http::call;
use super::with;

/// A page of the partners' ids.
pub async fn partner_reference(after: Option<Uuid>) -> Result<PartnerReference, Problem> {
    let after = after.map(|id| id.to_string());
    call("GET", &with("/api/v1/partners/reference", &[("after", after.as_deref())]), None).await
}
