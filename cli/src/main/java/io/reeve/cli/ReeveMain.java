package io.reeve.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** The entry point of the program {@code reeve}. */
public final class ReeveMain {
    private ReeveMain() {}

    /** Runs one command and exits as it ended: 0, or its errno. */
    public static void main(String[] args) {
        // Not System.out, which hides write errors and encodes text: the output is bytes.
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(new Reeve(System.getenv(), System.in, out, System.err, ClientLimits.DEFAULT).run(args));
    }
}
