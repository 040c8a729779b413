//! What happens to every request on its way in and out.

pub(crate) mod assets;
pub(crate) mod bearer;
pub(crate) mod context;
pub(crate) mod headers;
pub(crate) mod idempotency;
pub(crate) mod origin;
pub(crate) mod rate_limit;
pub(crate) mod request_id;
