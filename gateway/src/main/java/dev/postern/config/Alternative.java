package dev.postern.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How one record of a sealed interface is written in YAML.
///
/// Three forms: a record without components is its own name, `keep`. A record [#under] a key is all
/// that the key holds, `{webhook: {url: …}}`, or its first component alone, `{move: Processed}`.
/// Any other record is recognised by its first component's key, `{certificate: …, key: …}`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Alternative {

    /// One sentence for the reference.
    String value();

    /// The key that holds the record.
    String under() default "";
}
