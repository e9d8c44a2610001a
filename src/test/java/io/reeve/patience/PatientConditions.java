package io.reeve.patience;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The time in which conditions must come true in the tests of every room, unless a test says another. It only guards against
 * hanging, and so it is long enough for a slow and busy machine.
 */
public final class PatientConditions implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
