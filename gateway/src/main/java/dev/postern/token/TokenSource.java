package dev.postern.token;

/// Where access tokens come from. Safe for use by any number of threads.
public interface TokenSource {

    /// A token, or why there is none. Returns at once if one is held; else waits, within the
    /// request's patience, for the fetch that this call or another has started.
    Grant token(TokenRequest request) throws InterruptedException;

    /// Drops a token that a server refused, so that the next caller gets another. A token that is
    /// not held (any more) is ignored: many may report the same one.
    void forget(AccessToken token);
}
