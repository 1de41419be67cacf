//! Numbers, dates and sizes as the reader's locale writes them.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

thread_local! {
    static NUMBER: Function = Intl::NumberFormat::new(&Array::new(), &Object::new()).format();
    static MOMENT: Function = Intl::DateTimeFormat::new(&Array::new(), &style(&["dateStyle", "timeStyle"])).format();
    static DAY: Function = Intl::DateTimeFormat::new(&Array::new(), &style(&["dateStyle"])).format();
}

fn style(parts: &[&str]) -> Object {
    let style = Object::new();
    for &part in parts {
        let _ = Reflect::set(&style, &part.into(), &"medium".into());
    }
    style
}

/// `12,345`.
#[must_use]
pub fn number(value: impl Into<f64>) -> String {
    let text = NUMBER.with(|format| format.call1(&JsValue::NULL, &value.into().into()));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// A day and time of day in the reader's time zone.
#[must_use]
pub fn moment(at: &DateTime<Utc>) -> String {
    moment_of(milliseconds(at))
}

/// Milliseconds since 1970.
#[must_use]
pub fn milliseconds(at: &DateTime<Utc>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of any real date are exact in a double")]
    let ms = at.timestamp_millis() as f64;
    ms
}

/// The day where the person is, of milliseconds since 1970.
#[must_use]
pub fn day_at(ms: f64) -> NaiveDate {
    day_of(&Date::new(&JsValue::from_f64(ms)))
}

/// The same, of milliseconds since 1970.
#[must_use]
pub fn moment_of(ms: f64) -> String {
    let date = Date::new(&JsValue::from_f64(ms));
    let text = MOMENT.with(|format| format.call1(&JsValue::NULL, &date));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// A day.
#[must_use]
pub fn date(day: NaiveDate) -> String {
    let midnight =
        Date::new_with_year_month_day(day.year().unsigned_abs(), day.month0().cast_signed(), day.day().cast_signed());
    let text = DAY.with(|format| format.call1(&JsValue::NULL, &midnight));
    text.ok().and_then(|text| text.as_string()).unwrap_or_else(|| day.to_string())
}

/// `7.4 MB`.
#[must_use]
pub fn size(bytes: f64) -> String {
    const STEP: f64 = 1000.0;
    let (value, unit) = match bytes {
        small if small < STEP => (small, "bytes"),
        middle if middle < STEP * STEP => (middle / STEP, "kB"),
        large => (large / STEP / STEP, "MB"),
    };
    let rounded = if value < 10.0 && unit != "bytes" { (value * 10.0).round() / 10.0 } else { value.round() };
    format!("{} {unit}", number(rounded))
}

/// `840 ms` or `2.4 s`.
#[must_use]
pub fn duration(ms: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a commit does not take 285,000 years")]
    let ms = ms as f64;
    if ms < 1000.0 { format!("{} ms", number(ms)) } else { format!("{} s", number((ms / 100.0).round() / 10.0)) }
}

/// Today where the person is.
#[must_use]
pub fn today() -> NaiveDate {
    day_of(&Date::new_0())
}

fn day_of(date: &Date) -> NaiveDate {
    i32::try_from(date.get_full_year())
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, date.get_month() + 1, date.get_date()))
        .unwrap_or_default()
}
