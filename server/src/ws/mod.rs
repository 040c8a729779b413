//! Sockets.

pub(crate) mod entrance;
pub(crate) mod event;
pub(crate) mod terminal;
