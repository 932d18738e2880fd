package dev.postern.audit;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;

/// The report's words in one language. Safe for use by many threads.
public final class Texts {

    private final Locale locale;
    private final ResourceBundle words;

    private Texts(Locale locale) {
        this.locale = locale;
        this.words =
                ResourceBundle.getBundle(
                        "dev.postern.audit.texts",
                        locale,
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /// @param language `en` or `cs`
    public static Texts of(String language) {
        return new Texts(language.equals("cs") ? Locale.forLanguageTag("cs-CZ") : Locale.ENGLISH);
    }

    /// As `lang` of an HTML page names it.
    public String language() {
        return locale.getLanguage();
    }

    /// Words with values put into them.
    public String say(String key, Object... values) {
        return new MessageFormat(words.getString(key), locale).format(values);
    }

    String say(Finding.Reason reason) {
        return say(reason.key(), reason.values().toArray());
    }

    /// A day, as it is written there.
    public String day(Instant moment) {
        return DateTimeFormatter.ofPattern(words.getString("day.form"), locale)
                .withZone(ZoneOffset.UTC)
                .format(moment);
    }
}
