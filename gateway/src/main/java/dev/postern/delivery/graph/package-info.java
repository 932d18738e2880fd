/// Microsoft Graph as a way out: `sendMail` with the message as it is (MIME), and drafts for what
/// is too large for that.
///
/// Graph knows no envelope. It sends to everybody whom the header names, so the header is made to
/// name those whom this hand-over is for: the others are taken out of To and Cc, and those who are
/// not in them stand in Bcc. Nothing else of a message is changed.
///
/// Only `202` means that it was taken: for messages that are too large in MIME form it was seen to
/// answer `200` and to send nothing. Those go another way, or, if the settings say so, by a draft:
/// the message is taken apart and said in JSON, its larger files follow one by one, those from 3
/// MiB on in ranges of an upload session. Then the draft is sent; if it does not come to that, it
/// is deleted. Should the answer to the draft's making, or to its deletion, be lost, an unsent
/// draft stays in the mailbox.
///
/// Limits: a message in MIME form has at most 2 MiB and is held in memory while it is sent. Of a
/// larger one there are its texts in memory and at most one request, 4 MiB; its files are on disk,
/// each with at most 150 MiB.
@NullMarked
package dev.postern.delivery.graph;

import org.jspecify.annotations.NullMarked;
