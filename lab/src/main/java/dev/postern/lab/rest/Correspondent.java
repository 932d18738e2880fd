package dev.postern.lab.rest;

/// An address with the name of its owner.
///
/// @param name empty if none was given
public record Correspondent(String address, String name) {

    /// As it stands in a header field.
    String written() {
        return name.isEmpty() ? address : EncodedText.phrase(name) + " <" + address + ">";
    }
}
