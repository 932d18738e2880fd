package dev.postern.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a person needs to know about one key of the settings.
///
/// The key is the component's name in kebab case. A component is required unless it has a default
/// in [#otherwise], or is an `Optional` or a `Map`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {

    /// One sentence for the reference.
    String value();

    /// The default, as it would be written in YAML; bound like a value from the file.
    String otherwise() default "";

    /// What an absent `Optional` means, for the reference.
    String absent() default "";

    /// The key, where the component's name will not do.
    String key() default "";

    /// The least value allowed, written as in YAML.
    String min() default "";

    /// The greatest value allowed, written as in YAML.
    String max() default "";

    /// A value for the reference's example.
    String example() default "";

    /// The root key whose entries this value names.
    String refersTo() default "";

    /// Whether a list of one may be written without the brackets.
    boolean oneWillDo() default false;

    /// Whether the keys of this record are written beside those of the record it is in.
    boolean inline() default false;

    /// Whether a secret may stand in the file itself without a warning.
    boolean mayBeLiteral() default false;
}
