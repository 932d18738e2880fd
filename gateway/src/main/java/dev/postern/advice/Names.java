package dev.postern.advice;

import java.util.Locale;

/// The names that commands are filled in with. One that is not known is empty, and a placeholder in
/// capitals stands in its place.
///
/// Control characters never stand in them, so that what is pasted is one line.
///
/// @param tenantId the directory's id
/// @param clientId the application's id
/// @param objectId of the service principal (the enterprise application), not of the registration
/// @param mailbox the mailbox that is opened or sends; at High Volume Email the account
/// @param sender the address that mail is sent in the name of
/// @param smtpUsername the SMTP username at Azure Communication Services
public record Names(
        String tenantId,
        String clientId,
        String objectId,
        String mailbox,
        String sender,
        String smtpUsername) {

    /// None is known.
    public static final Names NONE = new Names("", "", "", "", "", "");

    private static final int LENGTH_MAX = 320;

    public Names {
        tenantId = tame(tenantId);
        clientId = tame(clientId);
        objectId = tame(objectId);
        mailbox = tame(mailbox);
        sender = tame(sender);
        smtpUsername = tame(smtpUsername);
    }

    /// An application in its tenant.
    public static Names of(String tenantId, String clientId) {
        return new Names(tenantId, clientId, "", "", "", "");
    }

    public Names withObjectId(String id) {
        return new Names(tenantId, clientId, id, mailbox, sender, smtpUsername);
    }

    public Names withMailbox(String address) {
        return new Names(tenantId, clientId, objectId, address, sender, smtpUsername);
    }

    public Names withSender(String address) {
        return new Names(tenantId, clientId, objectId, mailbox, address, smtpUsername);
    }

    public Names withSmtpUsername(String name) {
        return new Names(tenantId, clientId, objectId, mailbox, sender, name);
    }

    /// The sender's domain, in lower case; empty if there is none.
    String domain() {
        String address = sender.isEmpty() ? mailbox : sender;
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    private static String tame(String name) {
        StringBuilder tame = new StringBuilder();
        name.codePoints()
                .limit(LENGTH_MAX)
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .filter(c -> c != 0x2028 && c != 0x2029)
                .forEach(tame::appendCodePoint);
        return tame.toString();
    }
}
