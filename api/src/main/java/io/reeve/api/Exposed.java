package io.reeve.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mark of a public method that other modules may call through {@link MgrModule#remote}. The method runs on the
 * caller's thread. Arguments and result must be of types that the class loaders of both modules know: those of the JDK
 * and of this API.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Exposed {
}
