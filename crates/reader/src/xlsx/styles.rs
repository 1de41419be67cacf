//! The styles part: for each cell style, what its number format makes of a number.

use std::collections::HashMap;

use lanegate_wire::Unreadable;
use quick_xml::events::Event;

use crate::numfmt::{self, Shown};
use crate::package::Package;
use crate::{budget, xml};

/// Reads the styles; none where the part is missing.
pub(super) fn read(package: &mut Package, name: &str) -> Result<Vec<Shown>, Unreadable> {
    let mut custom: HashMap<u32, Shown> = HashMap::new();
    let mut styles = Vec::new();
    let Some(mut part) = package.part(name, budget::SMALL_PART)? else { return Ok(styles) };
    let mut reader = xml::reader(&mut part)?;
    let mut buf = Vec::new();
    let mut in_cell_formats = false;
    loop {
        match reader.next(&mut buf)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let id = xml::attribute(&element, "numFmtId").and_then(|id| id.trim().parse().ok());
                    if let (Some(id), Some(code)) = (id, xml::attribute(&element, "formatCode")) {
                        custom.insert(id, numfmt::code(&code));
                    }
                }
                "cellXfs" => in_cell_formats = true,
                "xf" if in_cell_formats => {
                    let id = xml::attribute(&element, "numFmtId").and_then(|id| id.trim().parse().ok()).unwrap_or(0);
                    styles.push(custom.get(&id).copied().unwrap_or_else(|| numfmt::builtin(id)));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => break,
            Event::Eof => break,
            _ => {}
        }
    }
    drop(reader);
    part.settle()?;
    Ok(styles)
}
