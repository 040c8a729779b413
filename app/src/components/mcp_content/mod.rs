//! Content of MCP tools, resources and prompts, shown as what it is. All of it comes from a server that may be hostile:
//! nothing of it becomes markup by itself, and nothing is fetched for it.

mod data;
mod data_view;
mod markdown;
mod markdown_view;
mod media;
mod text;
mod view;

pub use data_view::*;
pub use view::*;
