package io.reeve.api.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The declaration of a parameter of a {@link CliCommand} method: its name, and what its Java type does not say. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface CliArg {
    /** The argument's name. */
    String value();

    /** Whether the argument is required. Left out, it is null, 0, false or an empty list. A boolean never is. */
    boolean required() default true;

    /** Whether the argument may be given without its name; if not, only as {@code --name=value}. */
    boolean positional() default true;

    /** The type in the descriptor grammar, where the Java type is not exact enough: {@code CephIPAddr}. */
    String type() default "";

    /** The bounds of a number: {@code min|max} or {@code min}. */
    String range() default "";

    /** The allowed values of a text: {@code a|b|c}. */
    String strings() default "";

    /** The allowed characters of a text, as a character class: {@code [a-z0-9]}. */
    String goodchars() default "";

    /** Whether the value of a text is secret: no log shows it. */
    boolean secret() default false;
}
