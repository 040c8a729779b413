//! Executions.

use leptos::prelude::*;
use model::execution::{ExecutionDetail, ExecutionFilter, FirstError};
use model::{ExecutionId, ExecutionView, Page, Verdict};

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::{org, redirect};
#[cfg(feature = "ssr")]
use model::execution::NewResolution;

/// One page of executions.
#[server(prefix = "/api/fn", endpoint = "list-executions")]
pub async fn list_executions(
    org: String,
    #[server(default)] filter: ExecutionFilter,
) -> ApiResult<Page<ExecutionView>> {
    Ok(studio_core::execution::list(&self::org(&org).await?, &filter).await?)
}

/// One execution with its attempts and history.
#[server(prefix = "/api/fn", endpoint = "get-execution")]
pub async fn get_execution(org: String, id: ExecutionId) -> ApiResult<ExecutionDetail> {
    Ok(studio_core::execution::detail(&self::org(&org).await?, id).await?)
}

/// The end of the output of the latest attempt as text, at most 64 KiB: what a page shows without a terminal.
#[server(prefix = "/api/fn", endpoint = "output-tail")]
pub async fn output_tail(org: String, id: ExecutionId) -> ApiResult<String> {
    Ok(studio_core::execution::output_text_tail(&self::org(&org).await?, id).await?)
}

/// The first line of the output of the latest attempt that reports an error.
#[server(prefix = "/api/fn", endpoint = "find-first-error")]
pub async fn find_first_error(org: String, id: ExecutionId) -> ApiResult<FirstError> {
    Ok(studio_core::execution::first_error(&self::org(&org).await?, id, None).await?)
}

/// Asks for the cancel of an execution. Leads nowhere: several pages have the button, and a form without JavaScript comes
/// back to its own.
#[server(prefix = "/api/fn", endpoint = "cancel-execution")]
pub async fn cancel_execution(org: String, id: ExecutionId) -> ApiResult<()> {
    studio_core::execution::cancel(&self::org(&org).await?, id).await?;
    Ok(())
}

/// Records what became of a lost execution. Comes back to the page, or goes to the execution that does it again.
#[server(prefix = "/api/fn", endpoint = "resolve-execution")]
pub async fn resolve_execution(
    org: String,
    id: ExecutionId,
    verdict: Verdict,
    #[server(default)] note: Option<String>,
) -> ApiResult<()> {
    let new = NewResolution { verdict, note };
    let execution = studio_core::execution::resolution::resolve(&self::org(&org).await?, id, new).await?;
    let again = execution.resolution.and_then(|resolution| resolution.execution_id);
    redirect(&crate::paths::execution(&org, again.unwrap_or(id)));
    Ok(())
}

/// Runs the same work again as a new execution and goes there.
#[server(prefix = "/api/fn", endpoint = "retry-execution")]
pub async fn retry_execution(org: String, id: ExecutionId) -> ApiResult<()> {
    let execution = studio_core::execution::retry(&self::org(&org).await?, id).await?;
    redirect(&crate::paths::execution(&org, execution.id));
    Ok(())
}
