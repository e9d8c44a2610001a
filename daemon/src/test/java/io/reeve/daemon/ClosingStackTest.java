package io.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingStackTest {
    private final List<String> closed = new ArrayList<>();
    private final ClosingStack stack = new ClosingStack();

    @Test
    void whatStartedLastIsClosedFirstAndAFailureKeepsNobodyFromBeingClosed() {
        stack.add(() -> closed.add("ports"));
        AutoCloseable failing = stack.add(() -> {
            closed.add("session");
            throw new IllegalStateException("no luck");
        });
        stack.add(() -> closed.add("role"));
        stack.close();
        assertThat(failing).isNotNull();
        assertThat(closed).containsExactly("role", "session", "ports");
    }

    @Test
    void aSecondCloseClosesNothingAgain() {
        stack.add(() -> closed.add("ports"));
        stack.close();
        stack.close();
        assertThat(closed).containsExactly("ports");
    }
}
