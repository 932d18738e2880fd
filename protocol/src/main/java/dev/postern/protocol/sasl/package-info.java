/// Signing in: the mechanisms of SASL (RFC 4422) that the mail protocols share.
///
/// A [dev.postern.protocol.sasl.Mechanism] says what a client sends; the protocols wrap it each in
/// its own way. A [dev.postern.protocol.sasl.SignIn] is what came of it. Values without state.
///
/// PLAIN (RFC 4616) and LOGIN send a password, and so belong under TLS.
///
/// XOAUTH2 is Google's and Microsoft's predecessor of OAUTHBEARER (RFC 7628).
@NullMarked
package dev.postern.protocol.sasl;

import org.jspecify.annotations.NullMarked;
