//! The queue of lane B: partners to be turned to.

use lanegate_wire::{IntentState, ReadyPartner};
use leptos::prelude::*;

use super::filters::Filter::{self, Choice, Score, Text};
use super::queue::Queue;
use super::switch::Buttons;
use crate::page::{format, texts};

const FILTERS: &[Filter] = &[
    Choice(
        "status",
        texts::PARTNER_STATUS,
        &[
            ("", texts::ALL),
            ("prospect", "prospect"),
            ("contacted", "contacted"),
            ("engaged", "engaged"),
            ("partner", "partner"),
        ],
    ),
    Text("geography", texts::GEOGRAPHY),
    Text("niche", texts::NICHE),
    Score("min_score", texts::LEAST_SCORE),
    Choice("sort", texts::SORT, &[("score", texts::SORT_SCORE), ("name", texts::SORT_NAME)]),
];

/// The queue.
#[component]
pub fn Partners() -> impl IntoView {
    let heads = &[
        texts::SCORE,
        texts::PARTNER,
        texts::PARTNER_STATUS,
        texts::NEXT_ACTION,
        texts::LAST_MEETING,
        texts::WHY,
        texts::DECIDE,
    ];
    view! { <Queue path="/api/v1/ready/partners" filters=FILTERS heads row=row/> }
}

fn row(row: ReadyPartner) -> AnyView {
    let about = texts::partner_about(&row.firm_name, &row.primary_contact_name);
    let met = row.last_meeting_date.map(format::date);
    let how = [row.last_meeting_type, row.last_meeting_outcome].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let place = [row.geography, row.niche_focus].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    // An address of the person's own, but what a link may open is decided here, not by what is stored.
    let profile = row.linkedin_url.filter(|url| url.starts_with("https://")).map(|url| {
        view! { <a href=url target="_blank" rel="noopener noreferrer">{texts::PROFILE}</a>" " }
    });
    view! {
        <tr>
            <td><b class="count">{row.leverage_score.map(format::number)}</b></td>
            <th scope="row">
                <b>{row.firm_name}</b><br/>{row.primary_contact_name}
                <p class="quiet">{profile}{row.email}</p><p class="quiet">{place}</p>
            </th>
            <td>{row.partner_status}</td>
            <td>{row.recommended_next_action.map(|action| texts::spoken(&action))}</td>
            <td>{met}<p class="quiet">{how}</p></td>
            <td class="quiet">{texts::reasons(&row.leverage_factors)}</td>
            <td><Buttons id=row.partner_bit_id about state=IntentState::Active/></td>
        </tr>
    }
    .into_any()
}
