//! Filters of tables: Excel keeps them in parts of their own, which the sheet's relationships name.

use lanegate_sheet::sort_short_by;
use lanegate_wire::Unreadable;
use quick_xml::events::Event;

use super::Relations;
use super::cells::Filter;
use crate::package::Package;
use crate::sink::Sink;
use crate::{budget, xml};

/// Tables of a sheet that are looked at.
const TABLES: usize = 100;

/// Notes the filters of a sheet's tables. What cannot be read of them costs only the remark.
pub(super) fn of_tables(package: &mut Package, relations: &Relations, sink: &mut Sink) {
    let mut tables: Vec<&str> = relations.of("table").collect();
    sort_short_by(&mut tables, Ord::cmp);
    for table in tables.into_iter().take(TABLES) {
        if let Ok(Some(filter)) = of_table(package, table) {
            sink.hazards.filtered(filter.first, filter.last);
        }
    }
}

fn of_table(package: &mut Package, name: &str) -> Result<Option<Filter>, Unreadable> {
    let Some(mut part) = package.part(name, budget::SMALL_PART)? else { return Ok(None) };
    let mut reader = xml::reader(&mut part)?;
    let (mut buf, mut filter) = (Vec::new(), None);
    loop {
        match reader.next(&mut buf)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "autoFilter" => filter = Filter::new(&element),
                "filterColumn" => filter.iter_mut().for_each(|filter: &mut Filter| filter.is_set = true),
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "autoFilter" => {
                return Ok(filter.filter(|filter| filter.is_set));
            }
            Event::Eof => return Ok(None),
            _ => {}
        }
    }
}
