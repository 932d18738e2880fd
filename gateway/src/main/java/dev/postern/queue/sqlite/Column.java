package dev.postern.queue.sqlite;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The columns of a delivery and of its message, read by their positions: a search for a name costs
/// more than the column, and a claim reads them all.
enum Column {
    DELIVERY("delivery.number"),
    DESTINATION("delivery.destination"),
    STATE("delivery.state"),
    DUE("delivery.due"),
    ATTEMPTS("delivery.attempts"),
    FIRST_TRIED("delivery.first_tried"),
    ENDED("delivery.ended"),
    POSITIONS("delivery.recipients"),
    REPLIES("delivery.replies"),
    FURTHER("delivery.further"),
    HOPE("delivery.hope"),
    WARNED("delivery.warned"),
    NOTICE("delivery.notice"),
    MESSAGE("message.number"),
    SOURCE("message.source"),
    SERVER_ID("message.server_id"),
    RECEIVED("message.received"),
    ACCEPTED("message.accepted"),
    SIZE("message.size"),
    SHA256("message.sha256"),
    MESSAGE_ID("message.message_id"),
    SENDER("message.sender"),
    RECIPIENTS("message.recipients"),
    WISHES("message.wishes"),
    ENVELOPE_ID("message.envelope_id"),
    RETURNED("message.returned"),
    EIGHT_BIT("message.eight_bit"),
    UTF8("message.utf8"),
    ACCOUNT("message.account"),
    ADDRESS("message.address"),
    HELLO("message.hello"),
    PROTOCOL("message.protocol"),
    ABOUT("message.about"),
    REPORTED("message.notice"),
    MAILBOX("place.mailbox"),
    FOLDER("place.folder"),
    GENERATION("place.generation");

    /// All of them, as a query begins that is read by them.
    static final String ALL =
            Arrays.stream(values()).map(column -> column.sql).collect(Collectors.joining(", "));

    /// What the query goes on with.
    static final String FROM =
            """
             FROM delivery
            JOIN message ON message.number = delivery.message
            LEFT JOIN place ON place.number = message.place
            """;

    private final String sql;

    Column(String sql) {
        this.sql = sql;
    }

    /// Its position in a row, from 1.
    @SuppressWarnings("EnumOrdinal") // the query names them in the same order
    int at() {
        return ordinal() + 1;
    }
}
