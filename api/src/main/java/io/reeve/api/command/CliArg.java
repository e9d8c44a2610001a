package io.reeve.api.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a parameter of a {@link CliCommand} method and adds what its Java type does not say. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface CliArg {
    /** The argument's name. */
    String value();

    /** Whether it must be given. One that is left out arrives as null, 0, false or an empty list. A boolean never must. */
    boolean required() default true;

    /** Whether it may stand without its name; if not, it is given as {@code --name=value} only. */
    boolean positional() default true;

    /** A type of the descriptor grammar, where the Java type is not exact enough: {@code CephIPAddr}. */
    String type() default "";

    /** {@code min|max} or {@code min}, for numbers. */
    String range() default "";

    /** The allowed values {@code a|b|c}, for text. */
    String strings() default "";

    /** The allowed characters as in a character class: {@code [a-z0-9]}, for text. */
    String goodchars() default "";
}
