//! The relationships of a part, by which it names others. Where two of them contradict each other, programs differ in which they follow,
//! and the file is refused.

use std::collections::BTreeMap;

use lanegate_wire::Unreadable;
use quick_xml::events::Event;

use crate::package::{Package, resolve};
use crate::{budget, refusal, xml};

/// A relationship: the last step of its type, and its target: a part's name, or an address outside of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) kind: String,
    pub(crate) target: String,
    pub(crate) is_external: bool,
}

/// A part's relationships by ID; an order of their own, the same in every run.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    by_id: BTreeMap<String, Relation>,
    /// The refusal of two that have one ID.
    contradiction: Option<Unreadable>,
}

impl Relations {
    /// The relationship of that ID.
    pub(crate) fn get(&self, id: &str) -> Option<&Relation> {
        self.by_id.get(id)
    }

    /// The address outside of the file that the relationship of that ID leads to.
    pub(crate) fn external(&self, id: &str) -> Option<&str> {
        self.get(id).filter(|relation| relation.is_external).map(|relation| relation.target.as_str())
    }

    /// Returns true if there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The parts of that type.
    pub(crate) fn of(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.by_id
            .values()
            .filter(move |relation| !relation.is_external && relation.kind == kind)
            .map(|relation| relation.target.as_str())
    }

    /// The part of a type of which a workbook has one, named in words; refused where there are two.
    pub(crate) fn one(&self, kind: &str, what: &str) -> Result<Option<&str>, Unreadable> {
        let mut targets = self.of(kind);
        let first = targets.next();
        if targets.any(|target| Some(target) != first) {
            return Err(refusal::DAMAGED
                .with(&format!("it names two parts as its {what}, and programs differ in which of them they read")));
        }
        Ok(first)
    }

    /// The same, or another part where none is named.
    pub(crate) fn one_or(&self, kind: &str, what: &str, otherwise: String) -> Result<String, Unreadable> {
        Ok(self.one(kind, what)?.map_or(otherwise, str::to_owned))
    }

    /// The part of a sheet that a workbook lists. None where it is no worksheet: Excel lists modules without a relationship, and charts,
    /// dialogs and macros with one of another type. An ID that leads nowhere is a sheet that can't be read.
    pub(crate) fn sheet(&self, id: &str) -> Option<String> {
        match self.get(id) {
            Some(relation) => (relation.kind == "worksheet").then(|| relation.target.clone()),
            None => (!id.is_empty()).then(String::new),
        }
    }
}

/// The relationships of a part (of the package, for an empty name). None where there is no such part.
pub(crate) fn relations(package: &mut Package, of: &str) -> Result<Relations, Unreadable> {
    let mut relations = Relations::default();
    relations.collect(package, of)?;
    relations.contradiction.take().map_or(Ok(relations), Err)
}

/// Returns true if a part's relationships, as far as they can be read, name one part for each role.
pub(crate) fn are_plain(package: &mut Package, of: &str) -> bool {
    let mut relations = Relations::default();
    let _ = relations.collect(package, of);
    let roles = ["officeDocument", "sharedStrings", "styles"];
    relations.contradiction.is_none() && roles.into_iter().all(|kind| relations.one(kind, kind).is_ok())
}

impl Relations {
    fn collect(&mut self, package: &mut Package, of: &str) -> Result<(), Unreadable> {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let name = resolve(folder, &format!("_rels/{file}.rels"));
        let Some(mut part) = package.part(&name, budget::SMALL_PART)? else { return Ok(()) };
        let mut reader = xml::reader(&mut part)?;
        let mut buf = Vec::new();
        loop {
            match reader.next(&mut buf)? {
                Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                    let [id, kind, target] = ["Id", "Type", "Target"].map(|name| xml::attribute(&element, name));
                    if let (Some(id), Some(kind), Some(target)) = (id, kind, target) {
                        let is_external = xml::attribute(&element, "TargetMode").as_deref() == Some("External");
                        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                        let target = if is_external { target } else { resolve(folder, &target) };
                        self.add(id, Relation { kind, target, is_external });
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        drop(reader);
        part.settle()
    }

    fn add(&mut self, id: String, relation: Relation) {
        if self.get(&id).is_some_and(|known| *known != relation) {
            let id: String = id.chars().take(40).collect();
            self.contradiction = Some(refusal::DAMAGED.with(&format!(
                "two of its relationships have the ID {id}, and programs differ in which of them they follow"
            )));
        }
        self.by_id.insert(id, relation);
    }
}
