/// What agents that speak HTTP have in common: one exchange with a bound on its time, its failures
/// in words and by what they say about the destination, and Retry-After (RFC 9110 §10.2.3).
@NullMarked
package dev.postern.delivery.http;

import org.jspecify.annotations.NullMarked;
