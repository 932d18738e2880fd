/// What is known of the refusals of Microsoft's servers, and what mends them.
///
/// [Advice][dev.postern.advice.Advice] is the way in: [Evidence][dev.postern.advice.Evidence] goes
/// in, a [Finding][dev.postern.advice.Finding] comes out. The knowledge is a table of entries, one
/// file for each kind of server, and the AADSTS codes with their
/// [causes][dev.postern.advice.Cause]; the doctor, the running service's alarms, `postern explain`
/// and `docs/reference/replies.md` all read it from here.
///
/// An entry is found by codes and a loose pattern, never by a whole sentence: Microsoft rewords its
/// sentences and appends hosts, times and session ids. Each of its cases is one possible cause.
/// What else is known (the token's claims, whether another mailbox can be opened) proves a case,
/// makes it likely or rules it out; what remains is told in the order of likelihood, each with the
/// command that decides.
///
/// Everything here is a pure function of its arguments: no files, no network, no clock. A text of
/// more than 64 KiB is read only that far. What a command is filled with is quoted for its
/// language, so that a name can never become a command.
///
/// RFC 3463 and RFC 5248 (enhanced status codes), RFC 5321 §4.2 (replies), RFC 6749 §5.2 (the
/// errors of a token endpoint).
@NullMarked
package dev.postern.advice;

import org.jspecify.annotations.NullMarked;
