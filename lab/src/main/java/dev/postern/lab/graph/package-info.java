/// Microsoft Graph, as much of it as sends mail, and what credentials an application has.
///
/// `POST /v1.0/users/{mailbox}/sendMail` takes JSON, or a whole message in Base64 as `text/plain`;
/// larger ones are made as drafts (`/messages`), get attachments (`/attachments`, or an upload
/// session with ranges), and are sent (`/send`). A request comes through [GraphDoor], which lets
/// only so many in for a mailbox at a time, and the faults of [dev.postern.lab.rest.FaultyDoor] to
/// [GraphEndpoint]: is the token for Graph, has it the role, is the mailbox one of its tenant, is
/// the request one. `Sender` sends: to whom the message itself names, since there is no envelope,
/// and without Bcc. `GET /v1.0/applications(appId='…')` lists an application's own credentials, to
/// one that has the role Application.Read.All.
///
/// RFC 5322 §3.6.3 (who is addressed), RFC 9110 §14.4 (Content-Range). Bounds: [GraphEndpoint]'s
/// constants, and [Drafts#KEPT] drafts, which live until they are sent.
///
/// Differences from the real one: no reading, no folders, no delegated tokens; a draft is kept as
/// MIME and never rendered anew; permissions scoped to mailboxes are not known, [Sender] asks for
/// Send As alone.
@NullMarked
package dev.postern.lab.graph;

import org.jspecify.annotations.NullMarked;
