//! The ready queues' filters, in every order.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;

use lanegate_server::store::{self, MeetingFilter, MeetingOrder, PartnerFilter, PartnerOrder};
use lanegate_tests::sample::{self, Sample, partner, text};
use lanegate_tests::store::Store;

/// The keys of every meeting that a filter lets through, over pages of four.
async fn meetings_through(store: &Store, filter: &MeetingFilter, order: MeetingOrder) -> Vec<String> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = store::ready_meetings(&store.db, filter.clone(), order, after.as_deref(), 4).await.unwrap();
        all.extend(page.rows.into_iter().map(|row| row.appointment_uid));
        after = page.next;
        if after.is_none() {
            all.sort();
            return all;
        }
    }
}

/// The firms of every partner that a filter lets through, over pages of two.
async fn partners_through(store: &Store, filter: &PartnerFilter, order: PartnerOrder) -> Vec<String> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = store::ready_partners(&store.db, filter.clone(), order, after.as_deref(), 2).await.unwrap();
        all.extend(page.rows.into_iter().map(|row| row.firm_name));
        after = page.next;
        if after.is_none() {
            all.sort();
            return all;
        }
    }
}

#[tokio::test]
async fn every_filter_lets_the_same_through_in_every_order() {
    let store = Store::fresh().await;
    let kinds = ["numbers", "systems", "discovery", "other"];
    let held = |n: u32| {
        let outcome = if n.is_multiple_of(3) { "stalled" } else { "ghosted" };
        sample::held(u128::from(n), u64::from(n % 9) * 60, kinds[n as usize % 4], outcome)
    };
    store.import(&Sample::of("appointment_history", vec![(0..36).map(held).collect()])).await;
    let everything = MeetingFilter::default;
    let all = store::ready_meetings(&store.db, everything(), MeetingOrder::Score, None, 100).await.unwrap().rows;
    let some = |text: &str| Some(text.to_owned());
    let mut filters = vec![everything(), MeetingFilter { min_score: Some(60.0), ..everything() }];
    filters.extend(["hot", "warm", "cool", "cold"].map(|tier| MeetingFilter { tier: some(tier), ..everything() }));
    filters.extend(["stalled", "ghosted"].map(|outcome| MeetingFilter { outcome: some(outcome), ..everything() }));
    filters.extend(kinds.map(|kind| MeetingFilter { kind: some(kind), ..everything() }));
    filters.push(MeetingFilter { outcome: some("ghosted"), kind: some("numbers"), ..everything() });
    let mut sizes = BTreeSet::new();
    for filter in &filters {
        let lets = |asked: &Option<String>, is: &String| asked.as_ref().is_none_or(|asked| asked == is);
        let expected = all.iter().filter(|row| {
            lets(&filter.tier, &row.reactivation_tier)
                && lets(&filter.outcome, &row.meeting_outcome)
                && lets(&filter.kind, &row.meeting_type)
                && filter.min_score.is_none_or(|least| row.bit_score >= Some(least))
        });
        let mut expected: Vec<_> = expected.map(|row| row.appointment_uid.clone()).collect();
        expected.sort();
        for order in [MeetingOrder::Score, MeetingOrder::Latest] {
            assert_eq!(meetings_through(&store, filter, order).await, expected, "{filter:?} {order:?}");
        }
        sizes.insert(expected.len());
    }
    assert!(
        sizes.len() > 4 && sizes.iter().any(|size| (1..36).contains(size)),
        "they let different ones through: {sizes:?}"
    );

    let named = |n: usize| {
        let mut row = partner(&format!("Firm {n}"), "Ann Lee", &format!("a{n}@firm.example.com"));
        row.push(("geography", text(["Midwest", "West"][n % 2])));
        row.push(("niche_focus", text(["SaaS", "Retail", "Health"][n / 2 % 3])));
        row.push(("status", text(["prospect", "contacted", "engaged"][n % 3])));
        row
    };
    store.import(&Sample::of("partner_master", vec![(0..12).map(named).collect()])).await;
    let everything = PartnerFilter::default;
    let all = store::ready_partners(&store.db, everything(), PartnerOrder::Score, None, 100).await.unwrap().rows;
    assert_eq!(all.len(), 12);
    let middle = all[all.len() / 2].leverage_score;
    for filter in [
        everything(),
        PartnerFilter { status: some("contacted"), ..everything() },
        PartnerFilter { geography: some("West"), ..everything() },
        PartnerFilter { niche: some("Retail"), ..everything() },
        PartnerFilter { min_score: middle, ..everything() },
        PartnerFilter { status: some("engaged"), geography: some("Midwest"), ..everything() },
    ] {
        let expected = all.iter().filter(|row| {
            filter.status.as_ref().is_none_or(|asked| *asked == row.partner_status)
                && filter.geography.as_ref().is_none_or(|asked| Some(asked) == row.geography.as_ref())
                && filter.niche.as_ref().is_none_or(|asked| Some(asked) == row.niche_focus.as_ref())
                && filter.min_score.is_none_or(|least| row.leverage_score >= Some(least))
        });
        let mut expected: Vec<_> = expected.map(|row| row.firm_name.clone()).collect();
        expected.sort();
        assert!(!expected.is_empty(), "{filter:?}");
        for order in [PartnerOrder::Score, PartnerOrder::Name] {
            assert_eq!(partners_through(&store, &filter, order).await, expected, "{filter:?} {order:?}");
        }
    }
}
