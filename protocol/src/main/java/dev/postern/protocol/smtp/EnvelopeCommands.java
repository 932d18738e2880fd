package dev.postern.protocol.smtp;

import dev.postern.protocol.mail.Envelope;
import dev.postern.protocol.mail.Notify;
import dev.postern.protocol.mail.Recipient;
import java.util.stream.Collectors;

/// MAIL and RCPT as a client says them, with the parameters that the server understands (RFC 5321
/// §4.1.2). A value.
///
/// @param extensions what the server offers
record EnvelopeCommands(Extensions extensions) {

    /// @param octets of the message, for SIZE (RFC 1870 §6)
    String mail(Envelope envelope, long octets) {
        StringBuilder command = new StringBuilder("MAIL FROM:<");
        command.append(envelope.sender().map(Object::toString).orElse("")).append('>');
        if (extensions.has("SIZE")) {
            command.append(" SIZE=").append(octets);
        }
        if (envelope.options().eightBit()) {
            command.append(" BODY=8BITMIME");
        }
        if (needsUtf8(envelope)) {
            command.append(" SMTPUTF8");
        }
        if (extensions.has("DSN")) {
            envelope.options()
                    .returned()
                    .ifPresent(returned -> command.append(" RET=").append(ret(returned)));
            envelope.options().envelopeId().ifPresent(id -> command.append(" ENVID=").append(id));
        }
        return command.toString();
    }

    private static String ret(Envelope.Returned returned) {
        return switch (returned) {
            case FULL -> "FULL";
            case HEADERS -> "HDRS";
        };
    }

    String rcpt(Recipient recipient) {
        StringBuilder command = new StringBuilder("RCPT TO:<");
        command.append(recipient.address()).append('>');
        if (extensions.has("DSN")) {
            if (!recipient.wishes().isEmpty()) {
                command.append(" NOTIFY=")
                        .append(
                                recipient.wishes().stream()
                                        .sorted()
                                        .map(Notify::name)
                                        .collect(Collectors.joining(",")));
            }
            recipient.original().ifPresent(original -> command.append(" ORCPT=").append(original));
        }
        return command.toString();
    }

    /// Whether the message can be sent to some recipient only by SMTPUTF8 (RFC 6531 §3.4).
    static boolean needsUtf8(Envelope envelope) {
        return envelope.options().utf8()
                || envelope.sender().filter(sender -> sender.needsUtf8()).isPresent();
    }
}
