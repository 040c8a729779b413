//! The checks of a server, followed while they run.

use futures::StreamExt as _;
use leptos::prelude::*;
use leptos::server_fn::codec::TextStream;
use leptos::task::spawn_local;
use model::{Error, ValidationReport};

use super::check_run::{CheckLines, CheckRun};
use crate::api::ApiError;

/// A run of the checks that a page follows.
#[derive(Clone, Copy)]
pub struct LiveChecks {
    /// The checks as they stand.
    pub run: RwSignal<CheckRun>,
    /// Why they cannot be followed.
    pub error: RwSignal<Option<Error>>,
}

impl LiveChecks {
    /// The stored report of an earlier run, or a run that has not begun.
    pub fn of_report(report: Option<&ValidationReport>) -> Self {
        Self { run: RwSignal::new(CheckRun::of_report(report)), error: RwSignal::new(None) }
    }

    /// Runs the checks from the first: `checks` asks for their lines. Ends by itself when the page is left.
    pub fn start(self, checks: impl Future<Output = Result<TextStream<ApiError>, ApiError>> + 'static) {
        self.run.set(CheckRun::begin());
        self.error.set(None);
        spawn_local(async move {
            if let Err(error) = self.follow(checks).await {
                self.error.try_set(Some(error));
            }
            self.run.try_update(CheckRun::end);
        });
    }

    async fn follow(self, checks: impl Future<Output = Result<TextStream<ApiError>, ApiError>>) -> Result<(), Error> {
        let mut pieces = Box::pin(checks.await.map_err(|e| e.0)?.into_inner());
        let mut lines = CheckLines::default();
        while let Some(piece) = pieces.next().await {
            let checks = lines.push(&piece.map_err(|e| e.0)?);
            for check in checks.map_err(|e| Error::Malformed { detail: e.to_string() })? {
                if self.run.try_update(|run| run.apply(check)).is_none() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}
