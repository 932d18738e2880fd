/// Microsoft Graph as a way out: `sendMail` with the message as it is (MIME).
///
/// Graph knows no envelope. It sends to everybody whom the header names, so the header is made to
/// name those whom this hand-over is for: the others are taken out of To and Cc, and those who are
/// not in them stand in Bcc. Nothing else of a message is changed.
///
/// Only `202` means that it was taken: for messages that are too large in MIME form it was seen to
/// answer `200` and to send nothing. Those go by a draft and an upload session, or another way.
///
/// Limits: a message in MIME form has at most 2 MiB and is held in memory while it is sent.
@NullMarked
package dev.postern.delivery.graph;

import org.jspecify.annotations.NullMarked;
