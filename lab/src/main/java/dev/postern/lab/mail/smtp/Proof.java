package dev.postern.lab.mail.smtp;

/// By what a client wants to sign in.
public sealed interface Proof {

    /// By AUTH LOGIN or PLAIN.
    record Password(String user, String password) implements Proof {

        @Override
        public String toString() {
            return "Password[" + user + "]";
        }
    }

    /// By AUTH XOAUTH2.
    ///
    /// @param response as it came, in Base64
    record Bearer(String response) implements Proof {

        @Override
        public String toString() {
            return "Bearer[***]";
        }
    }
}
