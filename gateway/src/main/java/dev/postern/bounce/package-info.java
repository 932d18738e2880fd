/// Bounces: senders are told what became of their messages.
///
/// The queue collects what has to be told under the destination
/// [Outlet#SENDER][dev.postern.queue.Outlet#SENDER]. A lane like any other claims it and gives it
/// to the [BounceAgent][dev.postern.bounce.BounceAgent], which writes a delivery status
/// notification (RFC 3464 in the frame of RFC 6522, with what RFC 3461 lets a sender ask for) and
/// puts that into the queue as a message of its own, to go by the sender's route. So this is the
/// one package that both takes out and puts in.
///
/// **Life cycle.** A failure, a delay or a relaying → one report with all recipients that shared it
/// → accepted by the queue → the notice is settled. A crash in between writes the report again, and
/// the queue answers that it has it. A report has the null reverse-path, so nothing is ever
/// reported about a report. What cannot be reported is parked, for a person to see.
///
/// **Form.** All is ASCII unless the sender's own address is not: text and header fields of other
/// characters go as quoted-printable, addresses as RFC 6533 §3 writes them in seven bits. So a
/// report can go wherever the message could, and `message/global-delivery-status` is never needed.
///
/// **Limits.** The returned message is streamed; beyond a bound only its header comes back, and of
/// that 64 KiB.
@NullMarked
package dev.postern.bounce;

import org.jspecify.annotations.NullMarked;
