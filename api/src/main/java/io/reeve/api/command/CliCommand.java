package io.reeve.api.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a {@link io.reeve.api.MgrModule} the handler of a command; the descriptor is derived from it.
 *
 * <p>Each parameter is one of: {@link CliArg @CliArg} with a String, int, long, double, boolean, an enum or a List of
 * String, Long or Double; {@code byte[]}, which gets what came with {@code -i}; or {@link Command}, which gets
 * everything. The method returns {@link HandleCommandResult}, void, String, or data as in
 * {@link HandleCommandResult#data()}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CliCommand {
    /** The literal words: {@code "hello greet"}. */
    String value();

    /** One line for {@code --help}. */
    String desc();

    /** What it does: some of r, w and x. */
    String perm() default "rw";

    /** What else is to be known. */
    CommandDescriptor.Flag[] flags() default {};
}
