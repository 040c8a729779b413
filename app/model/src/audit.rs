//! What was changed, by whom.

word_enum!(
    /// Who acted.
    ActorKind {
        /** A person in a browser. */ User = "user",
        /** The Studio itself: worker, scheduler, reconciler. */ System = "system",
        /** Nobody known yet: sign-up and sign-in. */ Anonymous = "anonymous",
    }
);
