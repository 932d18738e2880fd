package dev.postern.protocol.smtp;

/// A parameter of MAIL or RCPT is not as it should be; it carries what is to be said to that.
final class BadParameterException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ServerReply reply;

    BadParameterException(ServerReply reply) {
        super(reply.toString(), null, false, false);
        this.reply = reply;
    }

    ServerReply reply() {
        return reply;
    }
}
