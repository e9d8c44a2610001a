package io.reeve.it;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a test needs of the machine: a lack skips it with the reason, or fails it where everything must be there (CI). */
final class Needs {
    private Needs() {}

    static void file(Path path, String whatFor) {
        if (Files.exists(path)) {
            return;
        }
        String reason = path + " is not on this machine: needed for " + whatFor;
        if (Boolean.getBoolean("reeve.test.required")) {
            fail(reason + "; and -Dreeve.test.required=true says that nothing may be skipped");
        }
        assumeTrue(false, reason);
    }
}
