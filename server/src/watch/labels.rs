//! The labels of the metrics: words of the server's own, never a client's.

use prometheus_client::encoding::EncodeLabelSet;

/// What happened to an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportEvent {
    /// It was opened.
    Opened,
    /// A plan of it was made.
    Planned,
    /// It was committed.
    Committed,
    /// A person let it go.
    Abandoned,
    /// It was taken back.
    Retracted,
    /// It was given back.
    Reinstated,
}

impl ImportEvent {
    pub(super) const ALL: [Self; 6] =
        [Self::Opened, Self::Planned, Self::Committed, Self::Abandoned, Self::Retracted, Self::Reinstated];

    pub(super) const fn state(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Planned => "planned",
            Self::Committed => "committed",
            Self::Abandoned => "abandoned",
            Self::Retracted => "retracted",
            Self::Reinstated => "reinstated",
        }
    }
}

/// An answered request.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct Answered {
    pub route: String,
    pub method: &'static str,
    pub status: u16,
}

/// A call.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct Call {
    pub route: String,
    pub method: &'static str,
}

/// A kind of file.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct OfKind {
    pub lane: &'static str,
    pub kind: &'static str,
}

/// What happened to an import of a kind.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct InState {
    pub lane: &'static str,
    pub kind: &'static str,
    pub state: &'static str,
}

/// What became of rows of a kind.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct OfFate {
    pub lane: &'static str,
    pub kind: &'static str,
    pub fate: &'static str,
}

/// What a connection does.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub(super) struct InUse {
    pub state: &'static str,
}
