package dev.postern.delivery.mime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// How deep in which multiparts a walk is, and where it found the texts. Confined to one thread.
final class Shape {

    private static final int DEPTH_MAX = 30;

    /// @param number of the multipart, in the order of their beginnings
    private record Multipart(String type, int number) {}

    private final boolean report;
    private final Deque<Multipart> around = new ArrayDeque<>();
    private int begun;

    /// @param report whether a report's multipart is as good as a mixed one
    Shape(boolean report) {
        this.report = report;
    }

    /// Enters a multipart.
    ///
    /// @return what cannot be said of it in parts, to follow "the message"
    Optional<String> enter(String type) {
        around.push(new Multipart(type, ++begun));
        if (around.size() > DEPTH_MAX) {
            return Optional.of("is nested deeper than " + DEPTH_MAX);
        }
        return switch (type) {
            case "multipart/mixed", "multipart/alternative", "multipart/related" ->
                    Optional.empty();
            case "multipart/signed" ->
                    Optional.of("is signed, and its signature holds only for its own form");
            case "multipart/encrypted" -> Optional.of("is encrypted");
            case "multipart/report" ->
                    report ? Optional.empty() : Optional.of("is a report in a form for machines");
            default -> Optional.of("has the form " + type);
        };
    }

    void leave() {
        around.poll();
    }

    boolean within(String type) {
        return around.stream().anyMatch(one -> one.type().equals(type));
    }

    /// The innermost multipart of alternatives; 0 if there is none.
    int alternatives() {
        return around.stream()
                .filter(one -> one.type().equals("multipart/alternative"))
                .mapToInt(Multipart::number)
                .findFirst()
                .orElse(0);
    }

    /// What cannot be carried as a file beside the text, if this leaf is that.
    Optional<String> obstacle(Part part) {
        String type = part.type();
        if (List.of("application/pkcs7-mime", "application/x-pkcs7-mime").contains(type)) {
            return Optional.of("is signed or encrypted by S/MIME");
        }
        if (type.startsWith("application/pgp-")) {
            return Optional.of("is signed or encrypted by PGP");
        }
        if (type.startsWith("message/") && !report) {
            return Optional.of("holds another message (" + type + ")");
        }
        if (type.equals("text/calendar") && !part.disposition().equals("attachment")) {
            return Optional.of("is an invitation (text/calendar)");
        }
        if (alternatives() > 0 && !within("multipart/related")) {
            return Optional.of("has a further form of its text, " + type);
        }
        return around.isEmpty()
                ? Optional.of("has no text, it is nothing but " + type)
                : Optional.empty();
    }
}
