package io.reeve.api.diagnostics;

import io.reeve.api.command.Text;

/**
 * One file of a manager's diagnostics. Operators send it to others, so its source names each field that it tells; it never
 * tells all fields of something but some. It tells no value that a user has typed as text: an option's, a key's, an argument's.
 *
 * @param file   the name of the file, which says its form: {@code NAME.json} or {@code NAME.txt}
 * @param source the reader of its content
 */
public record DiagnosticSection(String file, Source<?> source) {
    /**
     * The reader of a section's content: maps, lists, strings, numbers and booleans for JSON, or a {@link Text}.
     *
     * @param <T> what it reads
     */
    @FunctionalInterface
    public interface Source<T> {
        /**
         * Reads the content of this moment. Runs on a thread of its own and may block; it is interrupted when it takes too
         * long.
         *
         * @throws io.reeve.api.MgrException if there is no content now; the file is then missing, with this message as the
         *                                   reason
         * @throws Exception                 for any other failure, whose message only the log of the manager has
         */
        T read() throws Exception;
    }

    public DiagnosticSection {
        if (!file.matches("[a-z][a-z0-9_]{0,60}\\.(json|txt)")) {
            throw new IllegalArgumentException("section '" + file
                    + "' has no usable name: use lower case letters, digits and _, and .json or .txt at the end");
        }
    }

    /** A file {@code NAME.json}. */
    public static DiagnosticSection data(String name, Source<?> source) {
        return new DiagnosticSection(name + ".json", source);
    }

    /** A file {@code NAME.txt}. */
    public static DiagnosticSection text(String name, Source<Text> source) {
        return new DiagnosticSection(name + ".txt", source);
    }
}
