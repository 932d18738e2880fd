package dev.postern.advice;

import static dev.postern.advice.Sign.code;
import static dev.postern.advice.Sign.words;
import static dev.postern.advice.Step.az;
import static dev.postern.advice.Step.exchange;
import static dev.postern.advice.Step.postern;
import static dev.postern.advice.Step.say;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What SMTP servers say to a sender, a recipient or a message.
final class SendingReplies {

    private static final Set<Service> ANY =
            EnumSet.of(Service.SMTP, Service.HVE, Service.ACS_SMTP, Service.OTHER);
    private static final String NDR =
            "https://learn.microsoft.com/troubleshoot/exchange/email-delivery/ndr/non-delivery-reports-in-exchange-online";
    private static final String IMPROVEMENTS =
            "https://learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements";

    private static final Case ASK_SUPPORT =
            Case.of(
                    "Microsoft's filters have blocked it.",
                    say("Ask Microsoft's support to lift the block, and find out what was sent."));

    static final List<Entry> ALL =
            List.of(
                    entry(
                            Trouble.D17,
                            words("4\\.5\\.127|excessive message rate"),
                            "What may be sent in a minute or an hour has been sent.",
                            true,
                            Case.of(
                                    "The quota of the subscription is used up: 30 a minute and 100 an hour for a domain of one's own, 5 and 10 for a managed one.",
                                    say(
                                            "Wait; Postern does. Ask for a higher quota in the Azure portal: it is raised for domains of one's own."))),
                    entry(
                            Trouble.D10,
                            words("concurrent connections limit|sender thread limit|\\b432\\b"),
                            "More than three sessions of one mailbox are sending at once.",
                            true,
                            Case.of(
                                    "Another program sends as the same mailbox, or `connections` is above 3.",
                                    postern("Set the destination's limit.", "connections: 3"))),
                    entry(
                            Trouble.D9,
                            code("5.7.60", "5.2.252"),
                            "The one who signed in may not send as {sender}.",
                            false,
                            Case.of(
                                            "The application, or its mailbox, has no Send As right for {sender}.",
                                            Cases.SEND_AS,
                                            say(
                                                    "Or let Postern write its own address into From: `as: sender`, or an account's `--from repair`."))
                                    .decidedBy(
                                            exchange(
                                                    "It must be listed with SendAs.",
                                                    "Get-RecipientPermission -Identity {sender}")),
                            Case.of(
                                    "The display name in From contains an @, and is taken for the address.",
                                    say("Take it out of the name."))),
                    entry(
                            Trouble.D16,
                            code("5.1.7"),
                            "The sender's domain is not linked to the resource.",
                            false,
                            Case.of(
                                            "The domain was not linked, or not to this Communication Services resource.",
                                            az(
                                                    "Link it.",
                                                    "az communication update -n ACS_NAME -g RESOURCE_GROUP --linked-domains DOMAIN_RESOURCE_ID"))
                                    .decidedBy(
                                            az(
                                                    "Domain, SPF, DKIM and DKIM2 must be verified first.",
                                                    "az communication email domain show --domain-name {domain} --email-service-name EMAIL_SERVICE -g RESOURCE_GROUP"))),
                    entry(
                            Trouble.D25,
                            code("5.7.62", "5.6.241"),
                            "High Volume Email sends only in the name of its own account.",
                            false,
                            Case.of(
                                    "Envelope or From name another sender than the account.",
                                    say(
                                            "Write the account's primary address into the settings; Postern then writes it into From, and the sender into Reply-To."))),
                    entry(
                            Trouble.D13,
                            code("5.2.240"),
                            "Who signed in is no High Volume Email account.",
                            false,
                            Case.of(
                                            "The address of the settings is an ordinary mailbox.",
                                            say(
                                                    "Write the High Volume Email account's address into the settings."))
                                    .decidedBy(
                                            exchange(
                                                    "List the accounts.",
                                                    "Get-MailUser -HVEAccount -ResultSize Unlimited"))),
                    entry(
                            Trouble.D26,
                            code("5.2.0").and("quota"),
                            "The mailbox has had its 10,000 recipients of 24 hours.",
                            true,
                            Case.of(
                                    "Too much is sent by one mailbox.",
                                    say(
                                            "Wait until the 24 hours have passed; for more, use High Volume Email or Azure Communication Services."))),
                    entry(
                            Trouble.D35,
                            code("5.2.2").and("submission|storedrv"),
                            "The sending mailbox is full: copies of what was sent fill it.",
                            false,
                            Case.of(
                                    "Sent Items have grown to the mailbox's quota.",
                                    say(
                                            "Empty Sent Items of {mailbox}, or give them a retention policy."))),
                    entry(
                            Trouble.D27,
                            code("5.1.8", "5.7.501", "5.7.502", "5.7.503", "5.7.511"),
                            "The mailbox is blocked for what it sent.",
                            false,
                            Case.of(
                                    "It was taken over, or what it sent looks like spam.",
                                    say(
                                            "Unblock {mailbox} under Restricted entities in the Defender portal, once it is clear what was sent."))),
                    entry(
                            Trouble.D28,
                            code("5.7.705", "5.7.708", "5.7.750"),
                            "The tenant, or the address it sends from, is blocked.",
                            false,
                            ASK_SUPPORT),
                    entry(
                            Trouble.D26,
                            code("5.7.232", "5.7.233", "5.7.236"),
                            "The tenant has had its external recipients of a day.",
                            true,
                            Case.of(
                                    "The tenant's licences, its trial, or an onmicrosoft.com sender set the limit.",
                                    say(
                                            "Send from a domain of one's own; for more, use Azure Communication Services."))),
                    entry(
                            Trouble.D29,
                            code("5.3.4", "5.2.3", "5.3.3", "552"),
                            "The message is larger than the server takes.",
                            false,
                            Case.of(
                                    "The mailbox's limit is 35 MB unless it was raised.",
                                    exchange(
                                            "Raise it, up to 150 MB.",
                                            "Set-Mailbox -Identity {mailbox} -MaxSendSize 150MB"),
                                    say(
                                            "Give the route a second way that takes larger messages."))),
                    entry(
                            Trouble.D30,
                            code("4.5.3", "5.5.3"),
                            "There are more recipients in the message than the server takes.",
                            true,
                            Case.of(
                                    "The limit is 500 at a mailbox unless it was raised, and 50 at High Volume Email.",
                                    postern(
                                            "Nothing to do: Postern splits the message. It need not find out by trying.",
                                            "recipients-per-message: 500"))),
                    entry(
                            Trouble.D31,
                            code("5.6.11", "5.1.20", "5.6.3", "5.6.7", "5.6.0"),
                            "The form of the message is refused.",
                            false,
                            Case.of(
                                    "It has bare line feeds, characters that must not stand there, or several authors without a Sender.",
                                    say("Correct what the sending program writes."))),
                    entry(
                            Trouble.D33,
                            code("5.7.64", "5.7.367", "5.7.54"),
                            "The server does not relay for us.",
                            false,
                            Case.of(
                                    "The inbound connector does not know this address or certificate.",
                                    exchange(
                                            "Let the inbound connector know this address or certificate.",
                                            "Get-InboundConnector | Format-List Name,Enabled,SenderIPAddresses,TlsSenderCertificateName")),
                            Case.of(
                                    "The way serves internal recipients only.",
                                    say("Give external recipients a route of their own."))),
                    entry(
                            Trouble.D32,
                            code(
                                    "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.9", "5.1.10",
                                    "5.4.1", "5.4.310", "5.2.1", "5.7.13"),
                            "The recipient is refused.",
                            false,
                            Case.of(
                                    "The address does not exist, or is not in use any more.",
                                    say(
                                            "Correct the address at its origin; the sender is told by a report."))),
                    entry(
                            Trouble.D19,
                            words("4\\.7\\.[56][0-9][0-9]\\b|4\\.7\\.8[5-9][0-9]\\b"),
                            "The server holds this address back for a while.",
                            true,
                            Case.of(
                                    "The address has no reputation yet, or a bad one.",
                                    say(
                                            "Nothing to do: Postern comes again. If it stays, ask Microsoft's support."))),
                    entry(
                            Trouble.D20,
                            words(
                                    "prx[0-9]|temporary server error|4\\.4\\.2|4\\.3\\.[012]\\b|\\b421\\b|storedrv\\.|4\\.7\\.0\\b"),
                            "The server cannot do it now.",
                            true,
                            Case.of(
                                    "A passing fault on the server's side.",
                                    say("Nothing to do: Postern comes again."))));

    private SendingReplies() {}

    private static Entry entry(
            Trouble code, Sign sign, String meaning, boolean passes, Case... cases) {
        return new Entry(
                code,
                ANY,
                sign,
                meaning,
                passes,
                List.of(cases),
                List.of(code == Trouble.D10 || code == Trouble.D26 ? IMPROVEMENTS : NDR));
    }
}
