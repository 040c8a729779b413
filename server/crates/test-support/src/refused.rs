use model::Error;

/// What people are told when it goes wrong. Panics when it does not, or when a defect of ours is why.
pub fn refused<T>(result: studio_core::Result<T>) -> Error {
    match result {
        Err(studio_core::Error::Public(error)) => error,
        Err(studio_core::Error::Internal(cause)) => panic!("a defect: {cause:#}"),
        Ok(_) => panic!("it was not refused"),
    }
}
