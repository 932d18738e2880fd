package dev.postern.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Keys that belong here and are not available in this version.
///
/// They are refused by name, so that nobody believes that they work.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Later {
    String[] value();
}
