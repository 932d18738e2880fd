package dev.postern.delivery.graph;

import dev.postern.delivery.mime.MessageParts;
import dev.postern.delivery.mime.MessageParts.Attachment;
import dev.postern.delivery.mime.MessageParts.Correspondent;
import dev.postern.delivery.mime.MessageParts.Field;
import dev.postern.delivery.mime.MessageParts.Head;
import dev.postern.delivery.mime.Recipients;
import dev.postern.protocol.mail.AddrSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A message as Graph is told it in JSON. Confined to one thread.
///
/// @param message with the smaller files in it
/// @param apart the files that are told one by one
record Draft(ObjectNode message, List<Attachment> apart) {

    /// Octets of the request that makes a draft, as far as files may fill it.
    private static final long FILLED_MAX = 3_000_000;

    /// What a file needs besides its content and its name.
    private static final int AROUND_FILE = 512;

    /// Octets of a character, which may be escaped.
    private static final long CHARACTER_MAX = 6;

    private static final int FIELDS_MAX = 5;
    private static final int FIELD_LENGTH_MAX = 900;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    Draft {
        apart = List.copyOf(apart);
    }

    /// Says a message in JSON.
    ///
    /// @param mailbox the one that sends
    /// @param author whether the message's own author is to be named, if it is not that mailbox
    static Draft of(MessageParts parts, AddrSpec mailbox, boolean author, Recipients recipients)
            throws IOException {
        ObjectNode message = JSON.createObjectNode();
        message.put("subject", parts.head().subject());
        message.putObject("body")
                .put("contentType", parts.html().isPresent() ? "html" : "text")
                .put("content", parts.html().or(parts::text).orElse(""));
        if (author) {
            parts.head().from().stream()
                    .limit(1)
                    .filter(from -> !isAt(from, mailbox))
                    .forEach(from -> address(message.putObject("from"), from));
        }
        addresses(message, "toRecipients", recipients.to());
        addresses(message, "ccRecipients", recipients.cc());
        addresses(message, "bccRecipients", recipients.bcc());
        addresses(message, "replyTo", parts.head().replyTo());
        fields(message, parts.head());
        return new Draft(message, attach(message, parts.attachments()));
    }

    private static boolean isAt(Correspondent one, AddrSpec mailbox) {
        return AddrSpec.parse(one.address()).filter(mailbox::sameMailbox).isPresent();
    }

    private static void addresses(ObjectNode message, String name, List<Correspondent> all) {
        if (!all.isEmpty()) {
            ArrayNode list = message.putArray(name);
            all.forEach(one -> address(list.addObject(), one));
        }
    }

    private static void address(ObjectNode to, Correspondent one) {
        ObjectNode address = to.putObject("emailAddress").put("address", one.address());
        if (!one.name().isEmpty()) {
            address.put("name", one.name());
        }
    }

    /// Graph takes five fields, and only of those names that belong to nobody.
    private static void fields(ObjectNode message, Head head) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<Field> carried =
                head.fields(List.of("x-"))
                        .filter(field -> field.name().matches("[!-9;-~]+"))
                        .filter(field -> !field.value().isBlank())
                        .filter(field -> field.value().length() <= FIELD_LENGTH_MAX)
                        .filter(field -> names.add(field.name()))
                        .limit(FIELDS_MAX)
                        .toList();
        if (!carried.isEmpty()) {
            ArrayNode list = message.putArray("internetMessageHeaders");
            carried.forEach(field ->
                    list.addObject()
                            .put("name", field.name())
                            .put("value", field.value().replaceAll("\\p{Cntrl}+", " ")));
        }
    }

    /// Adds as many files as there is room for.
    ///
    /// @return the others
    private static List<Attachment> attach(ObjectNode message, List<Attachment> all)
            throws IOException {
        List<Attachment> apart = new ArrayList<>();
        ArrayNode within = JSON.createArrayNode();
        long room = FILLED_MAX - JSON.writeValueAsBytes(message).length;
        for (Attachment one : all) {
            long octets = requestOctets(one);
            if (octets > room) {
                apart.add(one);
            } else {
                within.add(file(one));
                room -= octets;
            }
        }
        if (!within.isEmpty()) {
            message.set("attachments", within);
        }
        return apart;
    }

    /// How large a request that holds this file is, at most.
    static long requestOctets(Attachment one) {
        int named = one.name().length() + one.type().length() + one.contentId().length();
        return (one.size() + 2) / 3 * 4 + named * CHARACTER_MAX + AROUND_FILE;
    }

    /// A file with its content.
    static ObjectNode file(Attachment one) throws IOException {
        ObjectNode file =
                JSON.createObjectNode()
                        .put("@odata.type", "#microsoft.graph.fileAttachment")
                        .put("name", one.name())
                        .put("contentType", one.type());
        shown(file, one);
        try (InputStream content = one.open()) {
            return file.put("contentBytes", content.readAllBytes());
        }
    }

    /// A file whose content follows in ranges.
    static ObjectNode upload(Attachment one) {
        ObjectNode upload = JSON.createObjectNode();
        ObjectNode item =
                upload.putObject("AttachmentItem")
                        .put("attachmentType", "file")
                        .put("name", one.name())
                        .put("contentType", one.type())
                        .put("size", one.size());
        shown(item, one);
        return upload;
    }

    private static void shown(ObjectNode file, Attachment one) {
        if (one.inline()) {
            file.put("isInline", true).put("contentId", one.contentId());
        }
    }

    /// The octets of a request.
    static byte[] octets(ObjectNode json) {
        return JSON.writeValueAsBytes(json);
    }
}
