package dev.postern.advice;

/// The kinds of trouble that are told apart. Their names are stable: pages and scripts refer to
/// them.
public enum Trouble {
    D1("Entra ID gives no token"),
    D2("The application lacks its role, or consent"),
    D3("The token is for another resource"),
    D4("IMAP refuses the sign-in"),
    D5("Signed in, and no right on the mailbox"),
    D6("POP3 refuses the sign-in"),
    D7("SMTP AUTH is switched off"),
    D8("SMTP refuses the sign-in"),
    D9("The sender may not be used"),
    D10("Too many connections of one mailbox"),
    D11("Conditional Access"),
    D12("Passwords are no longer taken"),
    D13("High Volume Email refuses the application"),
    D14("High Volume Email has no valid billing policy"),
    D15("Azure Communication Services refuses the sign-in"),
    D16("The sender's domain or address is not set up at Azure Communication Services"),
    D17("The rate of Azure Communication Services is used up"),
    D18("Wrong cloud or wrong tenant"),
    D19("The server asks for patience"),
    D20("A fault on the server's side"),
    D21("The token ended in the middle of a session"),
    D22("The server cannot handle a command or a message"),
    D23("A password is wrong"),
    D24("Security defaults or an authentication policy"),
    D25("High Volume Email sends only as its own account"),
    D26("What may be sent in a day has been sent"),
    D27("The mailbox is blocked for what it sent"),
    D28("The tenant or the address is blocked"),
    D29("The message is too large"),
    D30("Too many recipients in one message"),
    D31("The form of the message is refused"),
    D32("The recipient is refused"),
    D33("No connector lets this server relay"),
    D34("Nobody has signed in"),
    D35("The sending mailbox is full"),
    D36("There is no such mailbox"),
    D37("Access is denied"),
    D38("The request is not understood"),
    D39("The recipient is on a suppression list"),
    D40("The address of the service is wrong");

    private final String title;

    Trouble(String title) {
        this.title = title;
    }

    /// In a few words.
    public String title() {
        return title;
    }
}
