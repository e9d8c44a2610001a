package io.reeve.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;

/** The entry point of the program {@code reeve}. */
public final class ReeveMain {
    private ReeveMain() {}

    /** Runs one command and exits as it ended: 0, or its errno. The launcher tells what the streams are. */
    public static void main(String[] args) {
        int status = run(args);
        if (status != 0) {
            System.exit(status); // which takes a while: it asks whether to log that
        }
    }

    private static int run(String[] args) {
        // Not System.out, which hides write errors and encodes text: the output is bytes.
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        boolean terminal = isTerminal();
        boolean person = terminal && "terminal".equals(System.getProperty("reeve.stdin"));
        return new Reeve(System.getenv(), in(), out, System.err, ClientLimits.DEFAULT, terminal,
                person ? Session.OF_A_PERSON : Session.NONE).run(args);
    }

    /** Standard input; where it is closed its number belongs to a file that Java has opened. */
    private static InputStream in() {
        return "closed".equals(System.getProperty("reeve.stdin")) ? new ClosedInput() : System.in;
    }

    /** Whether a terminal shows the output: what the launcher says, which costs less than to ask Java. */
    @SuppressWarnings("SystemConsoleNull") // the specification still allows null
    private static boolean isTerminal() {
        String stdout = System.getProperty("reeve.stdout");
        return stdout == null
                ? System.console() != null && System.console().isTerminal()
                : stdout.equals("terminal");
    }
}
