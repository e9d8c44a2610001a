package io.reeve.api.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mark of a method of a {@link io.reeve.api.MgrModule} as the handler of a command, whose descriptor is derived
 * from it.
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
    /** The literal words of the command: {@code "hello greet"}. */
    String value();

    /** One line for {@code --help}. */
    String desc();

    /** The permissions that it needs: some of r (reads), w (changes) and x (executes). */
    String perm() default "rw";

    /** The flags of the command. */
    CommandDescriptor.Flag[] flags() default {};
}
