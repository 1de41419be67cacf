//! The queue of lane A: meetings to be reactivated.

use lanegate_wire::{IntentState, ReadyMeeting};
use leptos::prelude::*;
use uuid::Uuid;

use super::filters::Filter::{self, Choice, Score};
use super::queue::Queue;
use super::switch::Buttons;
use crate::page::{format, texts};

const FILTERS: &[Filter] = &[
    Choice(
        "tier",
        texts::TIER,
        &[("", texts::ALL), ("hot", "hot"), ("warm", "warm"), ("cool", "cool"), ("cold", "cold")],
    ),
    Choice("outcome", texts::OUTCOME, &[("", texts::ALL), ("stalled", "stalled"), ("ghosted", "ghosted")]),
    Choice(
        "type",
        texts::MEETING_TYPE,
        &[
            ("", texts::ALL),
            ("discovery", "discovery"),
            ("systems", "systems"),
            ("numbers", "numbers"),
            ("other", "other"),
        ],
    ),
    Score("min_score", texts::LEAST_SCORE),
    Choice("sort", texts::SORT, &[("score", texts::SORT_SCORE), ("latest", texts::SORT_LATEST)]),
];

/// The queue.
#[component]
pub fn Meetings() -> impl IntoView {
    let heads = &[texts::SCORE, texts::MEETING, texts::OUTCOME, texts::WHO, texts::WHY, texts::DECIDE];
    view! { <Queue path="/api/v1/ready/reactivation" filters=FILTERS heads row=row/> }
}

fn row(row: ReadyMeeting) -> AnyView {
    let who = |words: &'static str, id: Option<Uuid>| {
        id.map(|id| view! { <p><span class="quiet">{words}" "</span><span class="code">{id.to_string()}</span></p> })
    };
    let about = texts::meeting_about(row.meeting_date, &row.meeting_type, &row.meeting_outcome);
    view! {
        <tr>
            <td><b class="count">{row.bit_score.map(format::number)}</b>" "<span class="tag">{row.reactivation_tier}</span></td>
            <th scope="row">{format::date(row.meeting_date)}<br/><span class="quiet">{texts::days_ago(row.days_since_meeting)}</span></th>
            <td>{row.meeting_type}" · "{row.meeting_outcome}{row.stalled_reason.map(|why| view! { <p class="quiet">{why}</p> })}</td>
            <td>{who(texts::COMPANY, row.company_id)}{who(texts::PERSON, row.people_id)}<p class="quiet">{row.source}" "{row.source_record_id}</p></td>
            <td class="quiet">{texts::reasons(&row.bit_reason_codes)}</td>
            <td><Buttons id=row.reactivation_bit_id about state=IntentState::Eligible/></td>
        </tr>
    }
    .into_any()
}
