/// Azure Communication Services Email by REST as a way out.
///
/// The service knows no MIME: a message is taken apart and said in JSON. What JSON cannot say, such
/// as a signature, is never dropped: the message takes another way, by SMTP for instance. The
/// service writes Date, Message-ID and the sender's name itself. Those whom the header names and
/// this hand-over is not for are left out of it, and those it does not name are in `bcc`.
///
/// A hand-over is one operation, under an id made from the message and its recipients, so that a
/// repetition is the same operation. It is asked after until it ends, within bounds of time and of
/// the quota of such questions; what runs on after that counts as taken.
///
/// Limits: the service's request of 10 MiB, which stands in a file while it is sent; two minutes
/// for an operation to end, 50 questions a minute and 180 an hour.
@NullMarked
package dev.postern.delivery.acs;

import org.jspecify.annotations.NullMarked;
