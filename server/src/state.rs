//! What every handler can reach.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use app::shell::Assets;
use axum::extract::FromRef;
use studio_core::Services;

use crate::config::WebOptions;

/// Shared by all handlers, cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// What the application works with.
    pub services: Arc<Services>,
    /// URLs of the hashed assets.
    pub assets: Assets,
    /// Folder of the built site.
    pub site: PathBuf,
    /// Host the Studio is reached at, when it is configured: `Origin` must name it.
    pub public_origin: Option<String>,
}

impl AppState {
    /// State for these services; reads the site's manifest.
    pub fn new(services: Arc<Services>, options: &WebOptions) -> Result<Self> {
        let public_origin = options.public_url.as_ref().map(|url| url.origin().ascii_serialization());
        Ok(Self { services, assets: Self::site(options)?, site: options.site.clone(), public_origin })
    }

    /// The assets of the built site and the parts of its program.
    pub fn site(options: &WebOptions) -> Result<Assets> {
        let path = options.site.join("manifest.json");
        let json = std::fs::read_to_string(&path)
            .with_context(|| format!("the site is not built: cannot read {} (STUDIO_SITE)", path.display()))?;
        let assets = Assets::from_manifest(&json).with_context(|| format!("{} is of no use", path.display()))?;
        let path = options.site.join("parts.json");
        let json = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        assets.with_parts(&json).with_context(|| format!("{} is of no use", path.display()))
    }
}

impl FromRef<AppState> for Arc<Services> {
    fn from_ref(state: &AppState) -> Self {
        state.services.clone()
    }
}
