package dev.postern.delivery.smtp;

import dev.postern.protocol.smtp.Reply;
import java.util.Locale;
import java.util.Optional;

/// What mends it when a server does not let us use it, for an administrator to read.
///
/// @param mailbox who signed in, as it stands in commands
record Remedy(String mailbox) {

    /// What a reply asks to be done; empty if it is not one of those that Microsoft is known for.
    Optional<String> of(Reply reply) {
        String words = reply.text().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(
                switch (reply.status().map(Object::toString).orElse("")) {
                    case "5.7.139" -> disabled(words);
                    case "5.7.3", "5.7.57" ->
                            "check the application's service principal and its right on the mailbox:"
                                    + " Get-ServicePrincipal; Add-MailboxPermission -Identity "
                                    + mailbox
                                    + " -User <service principal> -AccessRights FullAccess";
                    case "5.7.30" -> "sign in with a token: passwords are no longer taken";
                    case "5.7.144" ->
                            "give the application Mail.Send of Office 365 Exchange Online, with"
                                    + " consent";
                    case "5.7.240" ->
                            "Add-HVEAppAccess -Identity "
                                    + mailbox
                                    + " -AppIds <object id of the enterprise application>";
                    case "5.2.240" -> mailbox + " is no High Volume Email account";
                    case "5.7.62", "5.6.241" ->
                            "write the account's primary address into the settings";
                    case "5.1.8", "5.7.501", "5.7.502", "5.7.503", "5.7.511" ->
                            "unblock "
                                    + mailbox
                                    + " under Restricted entities in the Defender portal";
                    case "5.2.2" ->
                            "empty Sent Items of " + mailbox + ", or give it a retention policy";
                    case "5.7.64", "5.7.367" ->
                            "let the inbound connector know this address or certificate:"
                                    + " Get-InboundConnector";
                    case "5.7.705", "5.7.708", "5.7.750" ->
                            "the tenant or this address is blocked: ask Microsoft's support";
                    default -> null;
                });
    }

    private String disabled(String words) {
        if (words.contains("smtpclientauthentication")) {
            return "Set-CASMailbox -Identity "
                    + mailbox
                    + " -SmtpClientAuthenticationDisabled $false";
        }
        if (words.contains("basic authentication")) {
            return "sign in with a token: passwords are switched off";
        }
        if (words.contains("security defaults") || words.contains("organization")) {
            return "security defaults or an authentication policy forbid it: sign in with a token, or"
                    + " New-AuthenticationPolicy with -AllowBasicAuthSmtp";
        }
        return words.contains("credentials were incorrect")
                ? "correct the password"
                : "the sign-in log of Entra ID names the policy that forbids it";
    }
}
