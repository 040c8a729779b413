//! The pages: components that the server renders and the browser takes over.
//!
//! `routes.rs` is the whole route tree, `ui` the design system without product words, `layouts` the frames around pages.
//! Features: `ssr` on the server, `hydrate` in the browser; one of them is always on.

#![recursion_limit = "256"]

#[cfg(not(erase_components))]
compile_error!("build with --cfg erase_components, as .cargo/config.toml says; RUSTFLAGS hides it");

pub mod api;
pub mod browser;
pub mod components;
pub mod i18n;
pub mod layouts;
pub mod modules;
pub mod pages;
pub mod paths;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod ui;

pub use routes::App;
