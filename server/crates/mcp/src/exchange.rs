//! A request whose asker may go away before its answer, or wants to know how far it is.

use std::pin::pin;
use std::time::Duration;

use rmcp::model::{
    CancelledNotification, CancelledNotificationParam, ClientRequest, GetExtensions, RequestId, ServerResult,
};
use rmcp::service::PeerRequestOptions;
use rmcp::{ErrorData, Peer, RoleClient, ServiceError};
use tokio::runtime::Handle;

use crate::connector::Connection;
use crate::failure::{self, CallError};
use crate::progress::{Hearer, Progress};

/// Why a request brought nothing.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The server answered with a JSON-RPC error.
    Refused(ErrorData),
    /// There is no such answer.
    Broken(CallError),
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        Self::Broken(error)
    }
}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(error) => failure::of_json_rpc(&error),
            Failure::Broken(error) => error,
        }
    }
}

impl Connection {
    /// One request and its answer within the time. Dropped before the answer, it is cancelled at the server.
    pub(crate) async fn exchange(
        &self,
        mut request: ClientRequest,
        timeout: Duration,
        on_progress: &mut (impl FnMut(Progress) + Send),
    ) -> Result<ServerResult, Failure> {
        let (hearer, mut progress) = Hearer::new();
        request.extensions_mut().insert(hearer);
        let handle = self
            .service
            .peer()
            .send_cancellable_request(request, PeerRequestOptions::with_timeout(timeout))
            .await
            .map_err(|error| failure::of_service(&error))?;
        let id = handle.id.clone();
        let abandoned = Abandoned { peer: handle.peer.clone(), id: Some(id.clone()) };
        let mut answer = pin!(handle.await_response());
        let answer = loop {
            tokio::select! {
                answer = &mut answer => break answer,
                Some(told) = progress.recv() => on_progress(told),
            }
        };
        while let Ok(told) = progress.try_recv() {
            on_progress(told);
        }
        abandoned.answered();
        let stream_failure = self.http.take_stream_failure(&id);
        answer.map_err(|error| match (stream_failure, error) {
            (Some(failure), _) => Failure::Broken(failure),
            (None, ServiceError::McpError(error)) => Failure::Refused(error),
            (None, error) => Failure::Broken(failure::of_service(&error)),
        })
    }
}

/// Tells the server that nobody waits any more, unless the answer came.
struct Abandoned {
    peer: Peer<RoleClient>,
    id: Option<RequestId>,
}

impl Abandoned {
    fn answered(mut self) {
        self.id = None;
    }
}

impl Drop for Abandoned {
    fn drop(&mut self) {
        let (Some(id), Ok(runtime)) = (self.id.take(), Handle::try_current()) else { return };
        let peer = self.peer.clone();
        runtime.spawn(async move {
            let param = CancelledNotificationParam::new(Some(id), Some("nobody waits for the answer".to_owned()));
            if let Err(error) = peer.send_notification(CancelledNotification::new(param).into()).await {
                tracing::debug!(%error, "cannot cancel a request");
            }
        });
    }
}
