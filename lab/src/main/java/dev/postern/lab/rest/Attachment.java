package dev.postern.lab.rest;

import dev.postern.lab.http.Body;

/// A file that comes with a message.
///
/// @param contentId by which the HTML refers to it; empty for one that is no part of it
public record Attachment(String name, String type, String contentId, Body content) {

    /// Whether it stands within the text.
    public boolean isInline() {
        return !contentId.isEmpty();
    }
}
