package io.reeve.it;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a test needs of the machine: a lack skips it with the reason, or fails it where everything must be there (CI). */
final class Needs {
    private Needs() {}

    static void file(Path path, String whatFor) {
        if (!Files.exists(path)) {
            lacking(path + " is not on this machine: needed for " + whatFor);
        }
    }

    /** A Docker engine, and the image under test on it. */
    static void docker() throws IOException, InterruptedException {
        Optional<String> lack = Image.lack();
        if (lack.isPresent()) {
            lacking(lack.get() + ": needed for the tests with containers");
        }
    }

    /** To be root, or to become it without a question. */
    static void root(String whatFor) throws IOException, InterruptedException {
        if (!System.getProperty("user.name").equals("root")
                && new ProcessBuilder("sudo", "-n", "true").start().waitFor() != 0) {
            lacking("neither root nor sudo without a password: needed for " + whatFor);
        }
    }

    static void faketime() {
        if (Keeper.faketime().isEmpty()) {
            lacking("Debian's package libfaketime is not on this machine: needed for clocks that step");
        }
    }

    static void lacking(String reason) {
        if (Boolean.getBoolean("reeve.test.required")) {
            fail(reason + "; and -Dreeve.test.required=true says that nothing may be skipped");
        }
        assumeTrue(false, reason);
    }
}
