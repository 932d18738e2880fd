/// JSON Web Tokens as Entra makes and takes them: RS256 and PS256, compact form.
///
/// [SigningKey] signs, [Jwt] is what was read, not believed until [Jwt#signedBy]. RFC 7515
/// (signature), RFC 7517 (keys), RFC 7518 §3.3 and §3.5 (the two algorithms), RFC 7519 (claims).
/// Nothing here keeps state; any thread may call.
@NullMarked
package dev.postern.lab.jwt;

import org.jspecify.annotations.NullMarked;
