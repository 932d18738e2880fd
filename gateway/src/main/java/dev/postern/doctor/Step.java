package dev.postern.doctor;

/// A step of a chain. Each entry has those that fit it, in its own order.
enum Step {
    NAME("name"),
    CONNECTION("connection"),
    TLS("TLS"),
    CLOCK("clock"),
    TOKEN("token"),
    CLAIMS("claims"),
    CAPABILITIES("capabilities"),
    SIGN_IN("sign-in"),
    MAILBOX("mailbox"),
    SENDER("sender"),
    RIGHT("right to send"),
    TEST_MESSAGE("test message"),
    CREDENTIAL("credential"),
    NEXT_CREDENTIAL("next credential"),
    CERTIFICATE("certificate"),
    PORT("port"),
    PASSWORDS("passwords"),
    ACCOUNTS("accounts"),
    OPEN_RELAY("open relay"),
    FOLDER("folder"),
    PROGRAM("program"),
    SPACE("space"),
    SECRETS("secret files"),
    SPF("SPF"),
    DKIM("DKIM"),
    DMARC("DMARC"),
    MX("MX");

    private final String title;

    Step(String title) {
        this.title = title;
    }

    /// Its name, for people and programs.
    String title() {
        return title;
    }
}
