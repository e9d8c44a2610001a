package io.reeve.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The entry point of the program {@code reeve}. */
public final class ReeveMain {
    private ReeveMain() {}

    /** Runs one command and exits as it ended: 0, or its errno. The launcher tells what the streams are. */
    public static void main(String[] args) {
        // Not System.out, which hides write errors and encodes text: the output is bytes.
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(new Reeve(System.getenv(), in(), out, System.err, ClientLimits.DEFAULT, isTerminal()).run(args));
    }

    /** Standard input; where it is closed its number belongs to a file that Java has opened. */
    private static InputStream in() {
        return "closed".equals(System.getProperty("reeve.stdin")) ? new ClosedInput() : System.in;
    }

    private static final class ClosedInput extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("it is closed");
        }
    }

    @SuppressWarnings("SystemConsoleNull") // the specification still allows null
    private static boolean isTerminal() {
        return "terminal".equals(System.getProperty("reeve.stdout"))
                || (System.console() != null && System.console().isTerminal());
    }
}
