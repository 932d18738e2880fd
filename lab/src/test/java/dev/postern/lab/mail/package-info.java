/// What the tests of the lab's mail servers share: a client of bare sockets, an exchange with
/// somebody at the door, a certificate.
@NullMarked
package dev.postern.lab.mail;

import org.jspecify.annotations.NullMarked;
