package dev.postern.audit;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a column of an export means, and what it may be called: in English, Czech, German, French,
/// Spanish and Polish, by portals, PowerShell, Graph and Log Analytics.
enum Column {
    ADDRESS(
            "senderaddress sender useraddress mailbox primarysmtpaddress windowsemailaddress"
                    + " userprincipalname upn username user email emailaddress"
                    + " adresaodesilatele odesilatel uzivatelskejmeno hlavnismtpadresa"
                    + " absenderadresse absender benutzername benutzerprinzipalname"
                    + " adressedelexpediteur expediteur nomdutilisateur"
                    + " direcciondelremitente remitente nombredeusuario"
                    + " adresnadawcy nadawca nazwauzytkownika"),
    MESSAGES(
            "messagessent messagecount messages count volume sentmessages"
                    + " odeslanezpravy pocetzprav zpravy gesendetenachrichten nachrichten"
                    + " messagesenvoyes mensajesenviados wyslanewiadomosci"),
    AUTHENTICATION(
            "authenticationprotocol authprotocol authenticationtype authenticationmethod"
                    + " authentication auth overovaciprotokol protokolovereni overovani"
                    + " authentifizierungsprotokoll protocoledauthentification"
                    + " protocolodeautenticacion protokoluwierzytelniania"),
    TLS_1_0("tls10 tls1"),
    TLS_1_1("tls11"),
    TLS_1_2("tls12"),
    TLS_1_3("tls13"),
    DATE(
            "date datetime createddatetime dateutc timegenerated maxtimegenerated received"
                    + " receiveddatetime lastseen startdate datum datumutc datumacas vytvoreno"
                    + " fecha data dateheure"),
    CLIENT_APP(
            "clientapp clientappused klientskaaplikace clientanwendung applicationcliente"
                    + " aplicacioncliente aplikacjakliencka"),
    ERROR_CODE(
            "statuserrorcode signinerrorcode errorcode resulttype kodchyby"
                    + " kodchybyprihlaseni anmeldefehlercode"),
    OUTCOME("status stav zustand etat estado"),
    IP_ADDRESS("ipaddress ipadresa ipadresse adresseip direccionip adresip clientip fromip"),
    APPLICATION(
            "application appdisplayname applicationdisplayname aplikace anwendung aplicacion"
                    + " aplikacja"),
    USER_AGENT("useragent uzivatelskyagent benutzeragent"),
    SMTP_DISABLED("smtpclientauthenticationdisabled"),
    IMAP_ENABLED("imapenabled"),
    POP_ENABLED("popenabled"),
    RECIPIENT(
            "recipientaddress recipient recipients adresaprijemce prijemce empfangeradresse"
                    + " empfanger destinataire destinatario odbiorca"),
    LISTENER("listener"),
    PLACE("address"),
    ACCOUNT("account"),
    PROTOCOL("protocol"),
    TLS_VERSION("tls"),
    MECHANISM("mechanism"),
    SENDERS("senders"),
    VISITS("visits");

    // List.of made it, which the checker cannot see.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> names;

    Column(String names) {
        this.names = List.of(names.split(" "));
    }

    /// Whether a column of this name may mean this. A path in JSON may also be named by its end, as
    /// `properties.userPrincipalName` is.
    boolean isNamed(String header) {
        return names.contains(plain(header))
                || names.contains(plain(header.substring(header.lastIndexOf('.') + 1)));
    }

    /// The column that a person means.
    ///
    /// @throws IllegalArgumentException if there is none
    static Column named(String name) {
        String wanted = plain(name);
        return Arrays.stream(values())
                .filter(one -> plain(one.name()).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    /// As it is shown to people, and understood by [#named].
    String title() {
        return name().toLowerCase(Locale.ROOT)
                .replace('_', '-')
                .replaceFirst("-(\\d)-(\\d)", "-$1.$2");
    }

    /// In lower case, without accents, and nothing but letters and digits.
    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]", "");
    }
}
