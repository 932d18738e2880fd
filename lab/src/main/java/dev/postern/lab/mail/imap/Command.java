package dev.postern.lab.mail.imap;

/// One command of a client.
///
/// @param verb in capitals, without `UID`
/// @param byUid whether `UID` stood before the verb
/// @param words what follows the verb, from the space on
record Command(String tag, String verb, boolean byUid, Words words) {

    String name() {
        return byUid ? "UID " + verb : verb;
    }
}
