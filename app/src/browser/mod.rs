//! What only a browser can do: the terminal's screen, charts, sockets, assets that are loaded when they are needed, what it
//! keeps.
//!
//! Everything here is called from effects and event handlers alone, which never run on the server. It is compiled there
//! all the same, so that signatures are one and what can be tested without a browser is.

mod asset;
mod back_off;
mod echarts;
mod events;
mod form;
mod network;
mod screen;
mod screen_fit;
mod scroll;
mod socket;
mod storage;
mod theme;
mod xterm;
mod zone;

pub use back_off::back_off_ms;
pub use echarts::Drawing;
pub use events::{Events, EventsNews};
pub use form::{enter, post, tell_what_was_entered};
pub use network::Again;
pub use screen::{Screen, ScreenEvents, ScreenOptions};
pub use scroll::reveal;
pub use socket::{Socket, SocketEvent};
pub use storage::{remember, remembered};
pub use zone::{in_zone, own_local, own_zone, zones};
