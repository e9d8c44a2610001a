package io.reeve.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets other modules call a public method through {@link MgrModule#remote}. It runs on the caller's thread; arguments and
 * result are values that both modules' class loaders know: types of the JDK or of this API.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Exposed {
}
