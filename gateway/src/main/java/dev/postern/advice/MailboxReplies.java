package dev.postern.advice;

import static dev.postern.advice.Sign.words;
import static dev.postern.advice.Step.exchange;
import static dev.postern.advice.Step.say;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What Exchange Online says by IMAP and POP3.
final class MailboxReplies {

    private static final Set<Service> IMAP = EnumSet.of(Service.IMAP);
    private static final Set<Service> POP3 = EnumSet.of(Service.POP3);
    private static final Set<Service> BOTH = EnumSet.of(Service.IMAP, Service.POP3);

    private static final String LEARN =
            "https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth";

    private static final Case SERVERS_FAULT =
            Case.of("A fault on Microsoft's side.", say("Nothing to do: Postern comes again."));

    static final List<Entry> ALL =
            List.of(
                    new Entry(
                            Trouble.D5,
                            BOTH,
                            words("authenticated but not connected"),
                            "The identity is accepted, and may not open this mailbox.",
                            false,
                            List.of(
                                    Cases.NO_PERMISSION,
                                    Case.of(
                                            "The right was given a moment ago and does not count yet.",
                                            say("Wait up to an hour; Postern goes on trying.")),
                                    Cases.NO_MAILBOX,
                                    Cases.switchedOff("IMAP", "ImapEnabled"),
                                    Case.of(
                                            "A passing fault of Exchange Online.",
                                            say(
                                                    "If it worked before and nobody changed anything, wait and see https://status.cloud.microsoft."))),
                            List.of(LEARN)),
                    new Entry(
                            Trouble.D4,
                            IMAP,
                            words("\\bauthenticate failed"),
                            "Exchange does not accept the token.",
                            false,
                            Cases.join(
                                    Cases.ofToken(Service.IMAP, AppRole.IMAP),
                                    Cases.NOT_REGISTERED,
                                    Cases.WRONG_OBJECT_ID,
                                    Cases.switchedOff("IMAP", "ImapEnabled"),
                                    Cases.NO_MAILBOX,
                                    Cases.POLICY),
                            List.of(LEARN)),
                    new Entry(
                            Trouble.D6,
                            POP3,
                            words("authentication failure"),
                            "Exchange does not accept the token.",
                            false,
                            Cases.join(
                                    Cases.ofToken(Service.POP3, AppRole.POP3),
                                    Cases.NOT_REGISTERED,
                                    Cases.WRONG_OBJECT_ID,
                                    Cases.switchedOff("POP3", "PopEnabled"),
                                    Cases.NO_PERMISSION,
                                    Cases.NO_MAILBOX,
                                    Cases.POLICY),
                            List.of(LEARN)),
                    new Entry(
                            Trouble.D12,
                            BOTH,
                            words("login failed|logon failure"),
                            "A password was refused: IMAP and POP3 take only tokens.",
                            false,
                            List.of(Cases.PASSWORD.about(Doubt.OPEN)),
                            List.of(LEARN)),
                    new Entry(
                            Trouble.D6,
                            POP3,
                            words("protocol error\\. ?connection is closed"),
                            "The line with the token was not understood: POP3 wants AUTH XOAUTH2 on one line and the token on the next.",
                            false,
                            List.of(
                                    Case.of(
                                            "A client other than Postern sent both on one line, or a line that is too long.",
                                            say(
                                                    "Give the client Postern's proxy, or its two-line form."))),
                            List.of(LEARN)),
                    new Entry(
                            Trouble.D21,
                            BOTH,
                            words("accesstokenexpired|session invalidated"),
                            "The session has ended with its token.",
                            true,
                            List.of(
                                    Case.of(
                                            "The token's hour is over.",
                                            say(
                                                    "Nothing to do: Postern signs in with a new one."))),
                            List.of()),
                    new Entry(
                            Trouble.D19,
                            BOTH,
                            words("too many connections|\\[unavailable\\]"),
                            "There are too many sessions, or the server is overloaded.",
                            true,
                            List.of(
                                    Case.of(
                                            "Other programs have sessions with the mailbox open.",
                                            say("Close them, or set `connections` lower."))),
                            List.of()),
                    new Entry(
                            Trouble.D20,
                            BOTH,
                            words("server unavailable|connection (is )?closed\\. ?1[0-9]"),
                            "The server has ended the conversation.",
                            true,
                            List.of(SERVERS_FAULT),
                            List.of()),
                    new Entry(
                            Trouble.D22,
                            BOTH,
                            words(
                                    "command argument error|command error|not valid in this state|requested messages no longer exist"),
                            "The server cannot carry out one command.",
                            false,
                            List.of(
                                    Case.of(
                                            "One message is broken at the server, or somebody deleted it meanwhile.",
                                            say(
                                                    "Postern goes on with the others and parks what cannot be fetched; open that message in Outlook, or delete it.")),
                                    Case.of(
                                            "The folder of the settings does not exist.",
                                            exchange(
                                                    "List the mailbox's folders by their names.",
                                                    "Get-MailboxFolderStatistics -Identity {mailbox} | Format-Table FolderPath"))),
                            List.of()));

    private MailboxReplies() {}
}
